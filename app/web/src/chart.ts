// Results as a chart: one column names the bars, another gives their length.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import { headingOf, isNumber, textOf, type Results } from "./results";
import { choose, chosen } from "./view";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

const COUNT = "number of rows";
const MOST = 60;

export function chart(found: Results, prefixes: Record<string, string>): HTMLElement {
  const numeric = found.columns.filter((name) => found.rows.some((row) => isNumber(row[name])));
  const naming = found.columns.filter((name) => !numeric.includes(name) && !found.columns.includes(`${name}Label`));
  const first = naming.find((name) => name.endsWith("Label")) ?? naming[0] ?? found.columns[0];
  const words = (name: string): string => headingOf(name, found.columns);

  const place = document.createElement("div");
  const controls = document.createElement("div");
  controls.className = "filters";
  const names = choice(controls, "Bars", naming.length ? naming : found.columns, first, words);
  const values = choice(controls, "Length", [...numeric, COUNT], numeric.at(-1) ?? COUNT, words);
  const form = choice(controls, "Form", ["bars", "line"], "bars");
  const frame = document.createElement("div");
  frame.className = "chart";
  place.append(controls, frame);

  let drawn: Chart | undefined;
  const draw = (): void => {
    const sums = new Map<string, number>();
    for (const row of found.rows) {
      const name = textOf(names.value, row, prefixes);
      const value = values.value === COUNT ? 1 : Number(row[values.value]?.value ?? 0);
      sums.set(name, (sums.get(name) ?? 0) + value);
    }
    const shown = [...sums].slice(0, MOST);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const colour = style.getPropertyValue("--accent").trim();
    const canvas = document.createElement("canvas");
    canvas.role = "img";
    canvas.ariaLabel = `Chart of ${words(values.value)} by ${words(names.value)}: ${shown.map(([n, v]) => `${n} ${v}`).join(", ")}`;
    drawn?.destroy();
    frame.replaceChildren(canvas);
    const bars = form.value === "bars";
    frame.style.height = bars ? `${Math.max(8, shown.length * 1.9 + 3)}rem` : "26rem";
    drawn = new Chart(canvas, {
      type: bars ? "bar" : "line",
      data: {
        labels: shown.map(([name]) => (name.length > 48 ? `${name.slice(0, 46)}…` : name)),
        datasets: [{ data: shown.map(([, value]) => value), backgroundColor: colour, borderColor: colour, label: words(values.value) }],
      },
      options: {
        indexAxis: bars ? "y" : "x",
        animation: false,
        maintainAspectRatio: false,
        scales: {
          x: { ticks: { color: ink, precision: 0 }, beginAtZero: true },
          y: { ticks: { color: ink, precision: 0, autoSkip: false }, beginAtZero: true },
        },
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
