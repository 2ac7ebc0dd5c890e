// Fields with one value or many, new things inside them, and findings beneath.
import type { Chain } from "./order";
import { begin } from "./begin";
import { cellsOf, fillFrom, headOf } from "./paste";
import { lostCells, type LostCell } from "./lost";
import { onceKey } from "./once";
import { isEmpty, plain } from "./writing";
import { button, control, idOf, labelOf, unique, type Control, type Field, type Inner, type Json, type Source } from "./controls";

export interface FieldPart {
  field: Field;
  element: HTMLElement;
  /** The values as JSON: one or null, or an array. */
  get(): Json;
  set(value: Json): void;
  tell(messages: [string, string][]): void; // severity and text
  /** What was typed, new things inside it as well, to be kept and put back. */
  state(): Json;
  restore(state: Json): Promise<void>;
  focus(): void;
  /** Give a field of a new thing its first row: one that must have a value, or stands in a row itself. */
  open(inRow?: boolean): Promise<void>;
  /** Whether somebody has been in the field and left it. */
  touched(): boolean;
  /** Offer what is new in the form by now. */
  renew(): void;
  /** New things written inside this field, each with the id that stands for it. */
  drafts(): Draft[];
  /** Begin a new thing of that name in this field; gives the id that stands for it. */
  begin(name: string): Promise<string>;
  /** Give the field one more value, or its only one. */
  put(value: Json): void;
  /** How many pasted cells were not understood here; those are shown where that is asked. */
  lost(show?: boolean): number;
  /** The ids of the things in their order, where the order is theirs to keep. */
  order(): string[];
  /** The ids of those that were moved by hand. */
  moved(): Iterable<string>;
  /** Say beside each thing which others it follows. */
  follow(chain: Chain): void;
}

export interface Draft {
  id: string;
  plural: string;
  kind: string; // what such a thing is called
  parts: FieldPart[];
  /** The name that was given to it, empty at first. */
  name(): string;
  /** Whether nothing was written into it since it was begun; then it is not there yet. */
  blank(): boolean;
}

/**
 * A field of a form.
 * @param around the parts of the things that the field stands in, the innermost first.
 */
export function part(field: Field, source: Source, around: () => FieldPart[] = () => []): FieldPart {
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
  const lost = lostCells(); // what was pasted and not understood stays until it is dealt with
  const body = document.createElement("div");
  element.append(title, help, body, lost.element, told);
  const describe = (one: Control): void => {
    one.focusable.setAttribute("aria-describedby", `${help.id} ${told.id}`);
    if (field.required) one.focusable.setAttribute("aria-required", "true");
  };
  const focus = (): void => {
    unfold(element);
    focusable()?.focus();
  };
  let left = false;
  element.addEventListener("focusout", (event) => {
    const to = event.relatedTarget as Node | null;
    if ((event.target as HTMLElement).closest("[data-field]") === element && !element.contains(to)) left = true;
  });
  const touched = (): boolean => left;
  const focusable = (): HTMLElement | null => (body.querySelector<HTMLElement>("input, textarea, select") ?? body.querySelector<HTMLElement>("button"));
  const tell = (messages: [string, string][]): void => {
    element.classList.toggle("wrong", messages.some(([severity]) => severity === "Violation"));
    if (element.classList.contains("wrong")) unfold(element);
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
    const one = control(field, source);
    one.focusable.id = unique(field.name);
    (title as HTMLLabelElement).htmlFor = one.focusable.id;
    describe(one);
    body.append(one.element);
    const restore = (state: Json): Promise<void> => Promise.resolve(one.set(state));
    const renew = (): void => one.renew?.();
    return { field, element, get: one.get, set: one.set, state: one.get, restore, focus, tell, open: () => Promise.resolve(), touched, renew, drafts: () => [], begin: () => Promise.resolve(""), put: one.set, lost: () => 0, order: () => [], moved: () => [], follow: () => {} };
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
    const row = makeRow(field, source, value, draft, {
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
  // Where no list stands open yet, whoever wants something new would press “Add”.
  const isChoice = field.inner && (field.inner.order || !field.required);
  const adder = button("Add", () => {
    const row = add(null);
    row.control?.focusable.focus();
    changed();
  }, `Add ${isChoice ? "existing " : ""}to ${field.label}`);
  const actions = document.createElement("p");
  actions.append(adder);
  if (field.inner) {
    const inner = field.inner;
    if (isChoice) {
      const there = document.createElement("span");
      there.className = "kind";
      there.textContent = " existing";
      adder.append(there);
    }
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = ` ${inner.label}`;
    const begun = button(`New ${inner.label}`, () => void beginOne(inner));
    begun.replaceChildren("New", kind);
    actions.append(" ", begun);
  }
  let beginning = false; // a second press of the button means the same box
  const beginOne = async (inner: Inner): Promise<void> => {
    if (beginning) return;
    beginning = true;
    // What is typed before the fields are here is the name.
    const early = document.createElement("input");
    early.type = "text";
    early.ariaLabel = `Name of the new ${inner.label}`;
    early.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.after(early);
    early.focus();
    try {
      const row = await another(inner);
      const naming = row.draft!.parts.find((one) => one.field.name === "label");
      if (early.value && naming) naming.set(early.value);
      const first = (early.value ? naming?.element : row.element)?.querySelector<HTMLElement>("input, textarea, select");
      if (document.activeElement === early) first?.focus();
      if (early.value && (first instanceof HTMLInputElement || first instanceof HTMLTextAreaElement)) first.setSelectionRange(early.value.length, early.value.length);
      changed();
    } catch {
      tell([["Warning", `The service cannot be reached, so no ${inner.label} could be begun. Try again.`]]);
    } finally {
      early.remove();
      beginning = false;
    }
  };
  const another = async (inner: Inner): Promise<Row> => {
    const draft = await draftOf(inner);
    begin(draft.parts, rows.flatMap((one) => (one.draft ? [one.draft] : [])).at(-1), around());
    const asBegun = JSON.stringify(draft.parts.map((one) => plain(one.get())));
    draft.blank = () => JSON.stringify(draft.parts.map((one) => plain(one.get()))) === asBegun;
    return add({ id: draft.id }, draft);
  };
  const draftOf = async (inner: Inner, id = `_:new-${onceKey()}`): Promise<Draft> => {
    const given = [inner.back, inner.order, inner.chain];
    const fields = (await source.fieldsOf(inner.plural)).filter((one) => !given.includes(one.name));
    const parts: FieldPart[] = fields.map((one) => part(one, source, () => [...parts, ...around()]));
    const naming = parts.find((one) => one.field.name === "label");
    if (inner.order) hint.textContent = `Rows copied from a spreadsheet can be pasted into the name of a new ${inner.label}. Columns, in this order or named by a head row: ${taken(parts).map((one) => one.field.label).join(", ")}. “;” separates several in a cell.`;
    await Promise.all(parts.map((one) => one.open(Boolean(inner.order))));
    return { id, plural: inner.plural, kind: inner.label, parts, name: () => String(naming?.get() ?? ""), blank: () => false };
  };
  body.append(list, actions);
  const hint = document.createElement("small");
  if (field.inner?.order) {
    const inner = field.inner;
    hint.textContent = `Rows copied from a spreadsheet can be pasted into the name of a new ${inner.label}.`;
    actions.append(" ", hint);
    list.addEventListener("paste", (event) => {
      const at = (event.target as HTMLElement).closest("[data-field]") as HTMLElement | null;
      const cells = cellsOf(event.clipboardData?.getData("text/plain") ?? "");
      if (!cells || at?.dataset.field !== "label") return;
      event.preventDefault();
      void fill(inner, rows.find((row) => row.element.contains(at)), cells);
    });
  }
  // As in a spreadsheet, Enter leads to the row below.
  list.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    const row = rows.find((one) => one.element.contains(at));
    if (event.key !== "Enter" || event.isComposing || !row || !(at instanceof HTMLInputElement) || at.list) return;
    const naming = at.closest<HTMLElement>("[data-field]")!;
    if (row.draft ? !field.inner?.order || naming !== row.draft.parts.find((one) => one.field.name === "label")?.element : naming !== element) return;
    event.preventDefault();
    const below = rows[rows.indexOf(row) + 1];
    if (below) below.element.querySelector<HTMLElement>("input, textarea, select")?.focus();
    else if (row.draft && !row.draft.blank()) void beginOne(field.inner!);
    else if (!row.draft && at.value.trim()) adder.click();
  });
  const fill = async (inner: Inner, begun: Row | undefined, cells: string[][]): Promise<void> => {
    let row = begun ?? (await another(inner));
    const usual = taken(row.draft!.parts);
    const head = headOf(cells[0], row.draft!.parts, inner.label);
    const untold = (head ?? []).filter((one) => typeof one === "string" && one !== "");
    const found = untold.map((text): LostCell => ({ text: String(text), said: `There is no column “${String(text)}” here; it was left out.` }));
    for (const [place, line] of (head ? cells.slice(1) : cells).entries()) {
      if (place) row = await another(inner);
      const here = row.draft!.parts;
      const columns = (head ?? usual).map((one) => (typeof one === "string" ? one : here.find((own) => own.field.name === one.field.name)!));
      found.push(...(await fillFrom(columns, line, source, place + 1)));
    }
    lost.show(found);
    changed();
  };
  const values = (): Json[] => rows.map((row) => row.get()).filter((value) => value !== null);
  return {
    field,
    element,
    get: values,
    focus,
    state: () =>
      rows
        .filter((row) => !row.draft?.blank())
        .map((row): Json => (row.draft ? { id: row.draft.id, draft: Object.fromEntries(row.draft.parts.map((one) => [one.field.name, one.state()])) } : { value: row.get() })),
    restore: async (state) => {
      rows.length = 0;
      moved.clear();
      list.replaceChildren();
      for (const one of Array.isArray(state) ? state : []) {
        const kept = one as { value?: Json; id?: string; draft?: { [name: string]: Json } };
        if (!kept.draft || !field.inner) add(kept.value ?? null);
        else {
          const draft = await draftOf(field.inner, kept.id); // by its id others in the form refer to it
          add({ id: draft.id }, draft);
          for (const inside of draft.parts) {
            await inside.restore(kept.draft[inside.field.name] ?? null);
            await inside.open(Boolean(field.inner.order)); // a row in which nothing was written is begun again
          }
        }
      }
    },
    set: (value) => {
      rows.length = 0;
      moved.clear();
      list.replaceChildren();
      for (const one of Array.isArray(value) ? value : value === null ? [] : [value]) add(one);
    },
    tell: (messages) => {
      tell(messages);
      for (const row of rows) if (row.draft?.blank()) for (const one of row.draft.parts) one.tell([]);
    },
    open: async (inRow = false) => {
      if (!(field.required || (field.first && (inRow || field.inner?.order))) || rows.length) return;
      if (field.inner?.order) await another(field.inner);
      else add(null);
    },
    touched,
    renew: () => {
      for (const row of rows) for (const one of row.draft?.parts ?? [row.control!]) one.renew?.();
      lost.renew();
    },
    drafts: () => rows.flatMap((row) => (row.draft && !row.draft.blank() ? [row.draft] : [])),
    begin: async (name) => {
      const row = await another(field.inner!);
      row.draft!.parts.find((one) => one.field.name === "label")?.set(name);
      changed();
      return row.draft!.id;
    },
    put: (value) => {
      const empty = rows.find((row) => row.control && isEmpty(row.get()));
      if (empty) empty.control!.set(value);
      else add(value);
    },
    lost: (show = false) => {
      if (show) lost.focus();
      return lost.count();
    },
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
function taken(parts: FieldPart[]): FieldPart[] {
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

function makeRow(field: Field, source: Source, value: Json, draft: Draft | undefined, moves: Moves): Row {
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
