// Rows of a spreadsheet, pasted into a list of new things: one row a thing, one column a field.
import { valueOf, type Json } from "./controls";
import type { FieldPart } from "./fields";

/** Cells of what was copied from a spreadsheet; null where it is no table. */
export function cellsOf(text: string): string[][] | null {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  if (lines.length < 2 && !text.includes("\t")) return null;
  return lines.map((line) => line.split("\t").map((cell) => cell.trim())).filter((row) => row.some(Boolean));
}

/**
 * Give the fields of a new thing the cells of a row, in the order in which they stand there.
 * Links and choices are found by their names; several stand in a cell with ";" between them.
 * @returns what was not understood, in words.
 */
export async function fillFrom(parts: FieldPart[], cells: string[], api: string): Promise<string[]> {
  const lost: string[] = [];
  for (const [place, cell] of cells.entries()) {
    if (!cell) continue;
    const one = parts[place];
    if (!one) {
      lost.push(`“${cell}” has no column here`);
      continue;
    }
    const given = one.field.single ? [cell] : cell.split(/[;|]/).map((text) => text.trim()).filter(Boolean);
    const values: Json[] = [];
    for (const text of given) {
      const value = await valueOf(one.field, api, text);
      if (value === undefined) lost.push(`${one.field.label}: there is no “${text}”`);
      else values.push(value);
    }
    if (values.length) one.set(one.field.single ? values[0] : values);
  }
  return lost;
}
