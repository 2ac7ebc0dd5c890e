// Fields with one value or many, new things inside them, and findings beneath.
import type { Chain } from "./order";
import { button, control, idOf, labelOf, unique, type Control, type Field, type Json } from "./controls";

export interface FieldPart {
  field: Field;
  element: HTMLElement;
  /** The values as JSON: one or null, or an array. */
  get(): Json;
  set(value: Json): void;
  tell(messages: [string, string][]): void; // severity and text
  /** New things written inside this field, each with the id that stands for it. */
  drafts(): Draft[];
  /** The ids of the things in their order, where the order is theirs to keep. */
  order(): string[];
  /** The ids of those that were moved by hand. */
  moved(): Iterable<string>;
  /** Say beside each thing which others it follows. */
  follow(chain: Chain): void;
}

export interface Draft {
  id: string;
  parts: FieldPart[];
}

export function part(field: Field, api: string): FieldPart {
  const element = document.createElement("div");
  element.className = "field";
  element.dataset.field = field.name;
  const title = document.createElement(field.single ? "label" : "span");
  title.className = "name";
  title.textContent = field.label;
  if (field.required) {
    const mark = document.createElement("span");
    mark.className = "required";
    mark.textContent = " must be given";
    title.append(mark);
  }
  const help = document.createElement("small");
  help.id = unique("help");
  help.textContent = field.description;
  const told = document.createElement("ul");
  told.className = "told plain";
  told.setAttribute("aria-live", "polite");
  told.id = unique("told");
  const body = document.createElement("div");
  element.append(title, help, body, told);
  const describe = (one: Control): void => {
    one.focusable.setAttribute("aria-describedby", `${help.id} ${told.id}`);
    if (field.required) one.focusable.setAttribute("aria-required", "true");
  };
  const tell = (messages: [string, string][]): void => {
    element.classList.toggle("wrong", messages.some(([severity]) => severity === "Violation"));
    told.replaceChildren(
      ...messages.map(([severity, text]) => {
        const line = document.createElement("li");
        line.className = severity;
        line.textContent = text;
        return line;
      }),
    );
  };

  if (field.single) {
    const one = control(field, api);
    one.focusable.id = unique(field.name);
    (title as HTMLLabelElement).htmlFor = one.focusable.id;
    describe(one);
    body.append(one.element);
    return { field, element, get: one.get, set: one.set, tell, drafts: () => [], order: () => [], moved: () => [], follow: () => {} };
  }

  title.id = unique("name");
  body.role = "group";
  body.setAttribute("aria-labelledby", title.id);
  const rows: Row[] = [];
  const moved = new Set<string>();
  const list = document.createElement("ol");
  list.className = "plain rows";
  const changed = (): void => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const render = (): void => {
    list.replaceChildren(...rows.map((row) => row.element));
    changed();
  };
  const move = (row: Row, by: number): void => {
    const from = rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= rows.length) return;
    rows.splice(from, 1);
    rows.splice(to, 0, row);
    moved.add(idOf(row.get()));
    render();
    row.element.querySelector<HTMLButtonElement>(by < 0 ? ".up" : ".down")?.focus();
  };
  const add = (value: Json, draft?: Draft): Row => {
    const row = makeRow(field, api, value, draft, {
      remove: (gone) => {
        rows.splice(rows.indexOf(gone), 1);
        render();
        adder.focus();
      },
      move,
      drop: (dropped, target) => {
        const to = rows.indexOf(target);
        rows.splice(rows.indexOf(dropped), 1);
        rows.splice(to, 0, dropped); // upwards before the one it is dropped on, downwards after it
        moved.add(idOf(dropped.get()));
        render();
      },
      rows: () => rows,
    });
    if (row.control) describe(row.control);
    rows.push(row);
    list.append(row.element);
    return row;
  };
  const adder = button("Add", () => {
    const row = add(null);
    row.control?.focusable.focus();
    changed();
  }, `Add to ${field.label}`);
  const actions = document.createElement("p");
  actions.append(adder);
  if (field.inner) {
    const inner = field.inner;
    actions.append(
      " ",
      button(`New ${inner.label}`, () => {
        const given = [inner.back, inner.order, inner.chain];
        const draft: Draft = {
          id: `_:${unique("new")}`,
          parts: inner.fields.filter((one) => !given.includes(one.name)).map((one) => part(one, api)),
        };
        const row = add({ id: draft.id }, draft);
        row.element.querySelector<HTMLElement>("input, textarea, select")?.focus();
        changed();
      }),
    );
  }
  body.append(list, actions);
  const values = (): Json[] => rows.map((row) => row.get()).filter((value) => value !== null);
  return {
    field,
    element,
    get: values,
    set: (value) => {
      rows.length = 0;
      moved.clear();
      list.replaceChildren();
      for (const one of Array.isArray(value) ? value : value === null ? [] : [value]) add(one);
    },
    tell,
    drafts: () => rows.flatMap((row) => (row.draft ? [row.draft] : [])),
    order: () => values().map(idOf),
    moved: () => moved,
    follow: (chain) => {
      const labels = new Map(rows.map((row) => [idOf(row.get()), row.label()]));
      for (const row of rows) {
        const after = (chain.get(idOf(row.get())) ?? []).map((id) => labels.get(id) ?? id.replace(/^.*\//, ""));
        row.note.textContent = after.length ? `after: ${after.join("; ")}` : "";
      }
    },
  };
}

interface Row {
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

function makeRow(field: Field, api: string, value: Json, draft: Draft | undefined, moves: Moves): Row {
  const element = document.createElement("li");
  element.className = "row";
  const note = document.createElement("small");
  note.className = "follows";
  const row: Row = { element, draft, note, get: () => value, label: () => `new ${field.inner?.label ?? "thing"}` };
  const name = `${field.label}${labelOf(value) && !draft ? `: ${labelOf(value).slice(0, 60)}` : ""}`;
  if (draft) {
    const inner = document.createElement("fieldset");
    inner.className = "inner";
    const legend = document.createElement("legend");
    legend.textContent = `New ${field.inner?.label ?? ""}`;
    inner.append(legend, ...draft.parts.map((one) => one.element));
    element.append(inner);
  } else {
    const one = control(field, api);
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
