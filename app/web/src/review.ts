// What a form is about to write, field by field, before it is saved.
import type { Draft, FieldPart } from "./field";
import { nameOf } from "./texts";
import { idOf, labelOf, languageOf, type Json } from "./values";
import type { Thing } from "./writing";

/** A table of the fields that change, with what they had and what they will have; something new had nothing. */
export function review(parts: FieldPart[], before: Thing | null, same: (one: FieldPart) => boolean): HTMLTableElement {
  const changed = parts.filter((one) => !same(one));
  if (!before) return sideBySide(changed, ["What it will be"], (one) => [one.get()]);
  return sideBySide(changed, ["Before", "After"], (one) => [before[one.field.name] ?? null, one.get()]);
}

/** A table of fields with the values of each, beside each other: what they had, where there is that, and what they will have. */
export function sideBySide(parts: FieldPart[], heads: string[], values: (one: FieldPart) => Json[]): HTMLTableElement {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const text of ["Field", ...heads]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const rows = table.createTBody();
  for (const one of parts) {
    const row = rows.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = one.field.label;
    row.append(name);
    for (const [place, value] of values(one).entries()) {
      const cell = row.insertCell();
      cell.className = place === heads.length - 1 ? "came" : "went";
      cell.append(listed(one, value));
    }
  }
  return table;
}

/** A value as a list, new things with what is written into them. */
export function listed(one: FieldPart, value: Json): HTMLUListElement {
  const made = document.createElement("ul");
  made.className = "plain";
  for (const each of Array.isArray(value) ? value : value === null ? [] : [value]) {
    const line = document.createElement("li");
    const tag = languageOf(each);
    line.textContent = named(one, each) + (tag ? ` (${nameOf(tag)})` : "");
    if (tag) line.lang = tag;
    const draft = one.drafts().find((draft) => draft.id === idOf(each));
    if (draft) line.append(inside(draft));
    made.append(line);
  }
  return made;
}

/** What is written into a new thing, the new things inside it as well. */
function inside(draft: Draft): HTMLUListElement {
  const made = document.createElement("ul");
  for (const one of draft.parts) {
    const value = one.get();
    if (one.field.name === "label" || value === null || (Array.isArray(value) && !value.length)) continue;
    const line = document.createElement("li");
    if (one.drafts().length) line.append(`${one.field.label}: `, listed(one, value));
    else line.textContent = `${one.field.label}: ${(Array.isArray(value) ? value : [value]).map((each) => named(one, each)).join("; ")}`;
    made.append(line);
  }
  return made;
}

/** A value as people know it: the label of a thing rather than its id. */
export function named(one: FieldPart, value: Json): string {
  const id = idOf(value);
  const draft = one.drafts().find((draft) => draft.id === id);
  if (draft) return draft.name() ? `${draft.name()} (new ${draft.kind})` : `a new ${draft.kind} without a name`;
  const label = labelOf(value);
  return label !== id ? label : (one.field.options?.find((option) => option.id === id)?.label ?? label);
}

/** What the change log will say, where the writer says nothing. */
export function summary(parts: FieldPart[], kind: string, label: string, isNew: boolean, same: (one: FieldPart) => boolean): string {
  if (isNew) return `Add ${kind} “${label}”`;
  const changed = parts.filter((one) => !same(one)).map((one) => one.field.label);
  const shown = changed.slice(0, 4).join(", ") + (changed.length > 4 ? " and more" : "");
  return `Change ${kind} “${label}”${shown ? `: ${shown}` : ""}`;
}
