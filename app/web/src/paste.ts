// Rows of a spreadsheet, pasted into a list of new things: one row a thing, one column a field.
import { nearTo, valuesOf } from "./controls";
import type { Field, FieldPart, Source } from "./field";
import type { LostCell } from "./lost";
import { idOf, isEmpty, labelOf, type Json } from "./values";

/** Cells of what was copied from a spreadsheet; null where it is no table. */
export function cellsOf(text: string): string[][] | null {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (lines.length < 2 && !text.includes("\t")) return null;
  return lines.map((line) => line.split("\t").map((cell) => cell.trim())).filter((row) => row.some(Boolean));
}

/** A column of a pasted table: the field that it fills, or the heading that names none. */
export type Column = FieldPart | string;

/**
 * The fields that the columns of a table fill, where its first row is a head that names them.
 * @param kind what a row is called, which may head its names: "workflow step", or "step".
 * @returns null where the first row is no head.
 */
export function headOf(row: string[], parts: FieldPart[], kind: string): Column[] | null {
  const found = row.map((cell): Column => parts.find((one) => names(one.field, kind).includes(cell.toLowerCase())) ?? cell);
  const known = found.filter((one) => typeof one !== "string");
  return known.length > 1 || (known.length === 1 && row.length === 1) ? found : null;
}

/** What a column may be called: the label of its field, its last word, and what people say for it. */
function names(field: Field, kind: string): string[] {
  const own = [field.label, field.name, field.label.split(" ").at(-1)!];
  if (field.name === "label") own.push("name", "title", kind, kind.split(" ").at(-1)!);
  return own.map((one) => one.toLowerCase());
}

/**
 * Give the fields of a new thing the cells of a row.
 * Links and choices are found by their names; several stand in a cell with ";" between them.
 * @param row the number of the row, to speak of it.
 * @returns what was not understood.
 */
export async function fillFrom(columns: Column[], cells: string[], source: Source, row: number): Promise<LostCell[]> {
  const lost: LostCell[] = [];
  for (const [place, cell] of cells.entries()) {
    const one = columns[place];
    if (!cell || typeof one === "string") continue; // a column that is not taken is told once, by its head
    if (!one) {
      lost.push({ text: cell, said: `Row ${row}: “${cell}” has no column here.` });
      continue;
    }
    const given = one.field.single ? [cell] : cell.split(/[;|]/).map((text) => text.trim()).filter(Boolean);
    const values: Json[] = [];
    for (const text of given) {
      const found = await valuesOf(one.field, source, text);
      if (found.length === 1) values.push(found[0]);
      else {
        const kept = one.field.single && !isEmpty(one.get()) ? ` “${shown(one)}” stands there, as in the row above.` : "";
        const near = found.length ? [] : await nearTo(one.field, source, text);
        lost.push({ text, part: one, unknown: !found.length, near, said: `Row ${row}: ${one.field.label}: ${found.length ? `${found.length} things are called` : "there is no"} “${text}”.${kept}` });
      }
    }
    if (values.length) one.set(one.field.single ? values[0] : values);
  }
  return lost;
}

/** What a field of one value has, as people know it. */
function shown(one: FieldPart): string {
  const value = one.get();
  return one.field.options?.find((option) => option.id === idOf(value))?.label ?? labelOf(value);
}
