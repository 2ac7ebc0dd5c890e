// Rows of a list in a form: one value or one new thing each, with what moves and removes it.
import { control } from "./controls";
import { button } from "./dom";
import type { Control, Draft, Field, FieldPart, Source } from "./field";
import { idOf, isEmpty, labelOf, type Json } from "./values";

/** Show a field that stands under “More”. */
export function unfold(element: HTMLElement): void {
  for (let more = element.closest("details"); more; more = more.parentElement?.closest("details") ?? null) more.open = true;
}

/** What must be given first, and rows of things at the end of their kind, since they are long. */
export function inOrder(parts: FieldPart[]): FieldPart[] {
  const rank = (one: FieldPart): number => (one.field.required ? 0 : 2) + (one.field.inner?.order ? 1 : 0);
  return [...parts].sort((one, other) => rank(one) - rank(other));
}

/** The fields that the columns of a pasted table fill, unless its head names others. */
export function taken(parts: FieldPart[]): FieldPart[] {
  return inOrder(parts.filter((one) => one.field.first));
}

/** The fields of a new thing: what is needed first, and the rest to be unfolded. */
function folded(parts: FieldPart[]): HTMLElement[] {
  const first = parts.filter((one) => one.field.first || !isEmpty(one.get()));
  const rest = parts.filter((one) => !first.includes(one));
  if (!rest.length || !first.length) return parts.map((one) => one.element);
  const more = document.createElement("details");
  more.className = "more";
  const summary = document.createElement("summary");
  summary.textContent = `More: ${rest.length} other fields`;
  more.append(summary, ...rest.map((one) => one.element));
  return [...inOrder(first).map((one) => one.element), more];
}

export interface Row {
  element: HTMLLIElement;
  control?: Control;
  draft?: Draft;
  note: HTMLElement;
  get(): Json;
  label(): string;
}

interface Moves {
  remove(row: Row): void;
  move(row: Row, by: number): void;
  drop(moved: Row, target: Row): void;
  rows(): Row[];
}

let dragged: Row | undefined;

export function makeRow(field: Field, source: Source, value: Json, draft: Draft | undefined, moves: Moves): Row {
  const element = document.createElement("li");
  element.className = "row";
  const note = document.createElement("small");
  note.className = "follows";
  const row: Row = { element, draft, note, get: () => (draft?.blank() ? null : value), label: () => draft?.name() || `new ${field.inner?.label ?? "thing"}` };
  const name = `${field.label}${labelOf(value) && !draft ? `: ${labelOf(value).slice(0, 60)}` : ""}`;
  if (draft) {
    const inner = document.createElement("fieldset");
    inner.className = "inner";
    const legend = document.createElement("legend");
    const call = (): void => {
      legend.textContent = `New ${draft.kind}${draft.name() ? `: ${draft.name()}` : ""}`;
    };
    call();
    inner.addEventListener("input", call);
    if (field.inner?.order) inner.classList.add("line");
    inner.append(legend, ...folded(draft.parts));
    element.append(inner);
  } else {
    const one = control(field, source);
    one.set(value);
    one.focusable.ariaLabel = field.label;
    row.control = one;
    row.get = one.get;
    row.label = () => field.options?.find((option) => option.id === idOf(one.get()))?.label ?? labelOf(value);
    const holder = document.createElement("span");
    holder.append(one.element, note);
    element.append(holder);
  }
  const actions = document.createElement("span");
  actions.className = "row-actions";
  const up = button("↑", () => moves.move(row, -1), `Move up: ${name}`);
  const down = button("↓", () => moves.move(row, 1), `Move down: ${name}`);
  up.classList.add("up");
  down.classList.add("down");
  if (field.inner?.order || field.input !== "link") actions.append(up, down);
  actions.append(button("✕", () => moves.remove(row), `Remove: ${name}`));
  element.append(actions);
  if (field.inner?.order) {
    actions.draggable = true;
    actions.title = "Drag to another place, or use the arrows";
    actions.addEventListener("dragstart", () => (dragged = row));
    element.addEventListener("dragover", (event) => {
      if (dragged && moves.rows().includes(dragged)) event.preventDefault();
    });
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      if (dragged && dragged !== row) moves.drop(dragged, row);
      dragged = undefined;
    });
  }
  return row;
}
