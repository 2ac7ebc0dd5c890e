// A field of many values: rows to add, to move and to paste, and new things in them.
import { begin } from "./begin";
import { button, unique } from "./dom";
import type { Control, Draft, Field, FieldPart, Inner, Source } from "./field";
import type { LostCell, LostCells } from "./lost";
import { onceKey } from "./once";
import { cellsOf, fillFrom, headOf } from "./paste";
import { makeRow, taken, type Row } from "./rows";
import { idOf, isEmpty, plain, type Json } from "./values";

/** What a field of many values has from the field around it. */
export interface Frame {
  element: HTMLElement;
  title: HTMLElement;
  body: HTMLElement;
  lost: LostCells;
  describe(one: Control): void;
  focus(): void;
  tell(messages: [string, string][]): void;
  touched(): boolean;
}

/** Makes the field of a new thing, as `part` of `fields.ts` does. */
export type MakePart = (field: Field, source: Source, around: () => FieldPart[]) => FieldPart;

/**
 * The values of a field, and what is done with them.
 * @param frame the field around them.
 * @param around the parts of the things that the field stands in, the innermost first.
 * @param part makes the fields of new things.
 */
export function many(field: Field, source: Source, frame: Frame, around: () => FieldPart[], part: MakePart): FieldPart {
  const { element, title, body, lost, describe, focus, tell, touched } = frame;
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
