// Results as a chart: one column names the bars, their length is the number of rows or an amount.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import { amountsOf, numbersOf } from "./amounts";
import { headingOf, textOf, type Results } from "./results";
import { choose, chosen } from "./view";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

const COUNT = "number of rows";
const MOST = 60;
/** A chart of the results of a query. `marked` are the columns that the question itself calls amounts, if it does. */
export function chart(found: Results, prefixes: Record<string, string>, query: string, marked?: string[]): HTMLElement {
  const numeric = numbersOf(found);
  const amounts = amountsOf(found, query, marked);
  const naming = found.columns.filter((name) => !numeric.includes(name) && !found.columns.includes(`${name}Label`));
  const first = naming.find((name) => name.endsWith("Label")) ?? naming[0] ?? found.columns[0];
  const words = (name: string): string => headingOf(name, found.columns);

  const place = document.createElement("figure");
  const controls = document.createElement("div");
  controls.className = "filters";
  const names = choice(controls, "Bars", naming.length ? naming : found.columns, first, words);
  const values = choice(controls, "Length", [COUNT, ...amounts], COUNT, words);
  const form = choice(controls, "Form", ["bars", "line"], "bars");
  const caption = document.createElement("figcaption");
  const frame = document.createElement("div");
  frame.className = "chart";
  place.append(controls, caption, frame);

  // Of what a bar counts one row each: "one for each stage", where no bar has two of the same.
  const counted = (named: string[]): string => {
    const each = naming.find((name) => name !== names.value && new Set(found.rows.map((row, at) => JSON.stringify([named[at], row[name] ?? null]))).size === found.rows.length);
    return each && new Set(named).size < named.length ? `, one for each ${words(each).toLowerCase()},` : "";
  };

  let drawn: Chart | undefined;
  const draw = (): void => {
    const named = found.rows.map((row) => textOf(names.value, row, prefixes) || "(nothing)");
    const once = new Set(named).size === named.length;
    // Where each name stands in one row only, counting rows says nothing, and nothing is added up.
    if (![...values.options].some((option) => option.value === chosen("length"))) values.value = (once && amounts[0]) || COUNT;
    const sums = new Map<string, number>();
    let empty = 0;
    found.rows.forEach((row, number) => {
      const term = row[values.value];
      if (values.value !== COUNT && !term) empty += 1;
      const value = values.value === COUNT ? 1 : Number(term?.value ?? 0);
      sums.set(named[number], (sums.get(named[number]) ?? 0) + value);
    });
    const shown = [...sums].slice(0, MOST);
    const low = (name: string): string => words(name).toLowerCase();
    const length = values.value === COUNT ? `Number of rows${counted(named)}` : once ? words(values.value) : `Sum of ${low(values.value)}`;
    const notes = [
      sums.size > MOST ? `the first ${MOST} of ${sums.size} are shown` : "",
      empty ? `${empty} row${empty === 1 ? " has" : "s have"} no number and count${empty === 1 ? "s" : ""} as 0` : "",
    ].filter(Boolean);
    const title = `${length} by ${low(names.value)}`;
    caption.textContent = [title, ...notes].join("; ");
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const colour = style.getPropertyValue("--accent").trim();
    const canvas = document.createElement("canvas");
    canvas.role = "img";
    canvas.ariaLabel = `${caption.textContent}: ${shown.map(([n, v]) => `${n} ${v}`).join(", ")}`;
    drawn?.destroy();
    frame.replaceChildren(canvas);
    const bars = form.value === "bars";
    frame.style.height = bars ? `${Math.max(9, shown.length * 1.9 + 5)}rem` : "26rem";
    const lengths = { beginAtZero: true, title: { display: true, text: length.replace(/,$/, ""), color: ink }, ticks: { color: ink, precision: 0 } };
    const labels = { title: { display: true, text: words(names.value), color: ink }, ticks: { color: ink, autoSkip: false } };
    drawn = new Chart(canvas, {
      type: bars ? "bar" : "line",
      data: {
        labels: shown.map(([name]) => (name.length > 48 ? `${name.slice(0, 46)}…` : name)),
        datasets: [{ data: shown.map(([, value]) => value), backgroundColor: colour, borderColor: colour, label: length }],
      },
      options: {
        indexAxis: bars ? "y" : "x",
        animation: false,
        maintainAspectRatio: false,
        scales: bars ? { x: lengths, y: labels } : { x: labels, y: lengths },
      },
    });
    place.dataset.drawn = String(shown.length);
  };
  for (const [name, control] of [["bars", names], ["length", values], ["form", form]] as const) {
    const given = chosen(name);
    const kept = found.columns.includes(`${given}Label`) ? `${given}Label` : given;
    if ([...control.options].some((option) => option.value === kept)) control.value = kept;
    control.addEventListener("change", () => {
      choose(name, control.value);
      draw();
    });
  }
  requestAnimationFrame(draw); // once it has its width
  return place;
}

let fields = 0;

function choice(parent: HTMLElement, label: string, options: string[], chosen: string, words = (name: string): string => name): HTMLSelectElement {
  const holder = document.createElement("div");
  const caption = document.createElement("label");
  const select = document.createElement("select");
  select.id = `chart-${++fields}`;
  caption.htmlFor = select.id;
  caption.textContent = label;
  select.append(...options.map((name) => new Option(words(name), name, false, name === chosen)));
  holder.append(caption, select);
  parent.append(holder);
  return select;
}
