// Rows of a spreadsheet, pasted into a list of new things: one row a thing, one column a field.
import type { FieldPart } from "./fields";
import type { Json } from "./controls";

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
export function fillFrom(parts: FieldPart[], cells: string[]): string[] {
  const lost: string[] = [];
  cells.forEach((cell, place) => {
    if (!cell) return;
    const one = parts[place];
    if (!one) {
      lost.push(`“${cell}” has no column here`);
      return;
    }
    const given = one.field.single ? [cell] : cell.split(/[;|]/).map((text) => text.trim()).filter(Boolean);
    const values = given.flatMap((text): Json[] => {
      const value = valueOf(one, text);
      if (value === undefined) lost.push(`${one.field.label}: there is no “${text}”`);
      return value === undefined ? [] : [value];
    });
    if (values.length) one.set(one.field.single ? values[0] : values);
  });
  return lost;
}

function valueOf(one: FieldPart, text: string): Json | undefined {
  const same = (other: string): boolean => other.toLowerCase() === text.toLowerCase();
  if (one.field.input === "link") {
    const found = one.field.options?.find((option) => same(option.label));
    return found ? { id: found.id, label: found.label } : undefined;
  }
  return one.field.choices ? one.field.choices.find(same) : text;
}
