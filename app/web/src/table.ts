// Results as a table whose columns can be sorted.
import { headingOf, isNumber, pageOf, textOf, type Results, type Row } from "./results";

const SHOWN = 500;

export function table(found: Results, prefixes: Record<string, string>, root: string, inWords: boolean): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "scroll";
  holder.tabIndex = 0;
  holder.role = "region";
  holder.ariaLabel = "Results";
  const table = document.createElement("table");
  const body = document.createElement("tbody");
  const head = document.createElement("tr");
  // A label beside its thing is shown as the text of the link.
  const columns = found.columns.filter((name) => !name.endsWith("Label") || !found.columns.includes(name.slice(0, -5)));
  let sorted = "";
  let up = true;

  const fill = (rows: Row[]): void => {
    body.replaceChildren(...rows.slice(0, SHOWN).map((row) => line(row, columns, prefixes, root)));
  };
  for (const name of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = inWords ? headingOf(name, found.columns) : name;
    button.addEventListener("click", () => {
      up = sorted === name ? !up : true;
      sorted = name;
      for (const other of head.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", up ? "ascending" : "descending");
      fill([...found.rows].sort((a, b) => (up ? 1 : -1) * compare(a, b, name)));
    });
    cell.append(button);
    head.append(cell);
  }
  fill(found.rows);
  const top = document.createElement("thead");
  top.append(head);
  table.append(top, body);
  holder.append(table);
  return holder;
}

function compare(a: Row, b: Row, name: string): number {
  const shown = (row: Row) => (row[name]?.type === "uri" ? (row[`${name}Label`] ?? row[name]) : row[name]);
  const [left, right] = [shown(a), shown(b)];
  if (isNumber(left) && isNumber(right)) return Number(left!.value) - Number(right!.value);
  return (left?.value ?? "").localeCompare(right?.value ?? "");
}

function line(row: Row, columns: string[], prefixes: Record<string, string>, root: string): HTMLElement {
  const tr = document.createElement("tr");
  for (const name of columns) {
    const td = document.createElement("td");
    const term = row[name];
    if (term?.type === "uri") {
      const link = document.createElement("a");
      const page = pageOf(term.value, root);
      link.textContent = textOf(name, row, prefixes);
      link.title = term.value;
      if (page || /^https?:/.test(term.value)) link.href = page ?? term.value;
      td.append(link);
    } else if (term) {
      td.textContent = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
    }
    const spoken = (term?.type === "uri" ? row[`${name}Label`] : term)?.["xml:lang"];
    if (spoken) td.lang = spoken;
    if (spoken) td.dir = "auto";
    tr.append(td);
  }
  return tr;
}
