// What a new thing inside a form begins with, so that only what differs has to be chosen.
import type { Draft, Field, FieldPart } from "./field";
import { isEmpty, list, type Json } from "./values";

/**
 * Give a new thing the links that its surroundings suggest.
 *
 * One required link: the same as the thing before, or the one of that kind that stands around it;
 * so a step has the role of the persona. Where just two fields hold several links of one kind, the
 * first has what the second of the thing before has; so a step takes what the step before makes.
 * @param parts of the new thing.
 * @param before the new thing before it in the same list.
 * @param around the parts of the things that it stands in, the innermost first.
 */
export function begin(parts: FieldPart[], before: Draft | undefined, around: FieldPart[]): void {
  for (const one of parts) {
    if (one.field.input !== "link" || !isEmpty(one.get())) continue;
    const found = one.field.single ? single(one.field, before, around) : handed(one, parts, before);
    if (!isEmpty(found)) one.set(found);
  }
}

function single(field: Field, before: Draft | undefined, around: FieldPart[]): Json {
  if (!field.required) return null;
  const same = before?.parts.find((one) => one.field.name === field.name)?.get() ?? null;
  if (same !== null) return same;
  return around.find((one) => one.field.single && sameKind(one.field, field) && one.get() !== null)?.get() ?? null;
}

/** What the thing before hands on; what is new inside that one is referred to. */
function handed(first: FieldPart, parts: FieldPart[], before: Draft | undefined): Json {
  const pair = parts.filter((one) => !one.field.single && sameKind(one.field, first.field));
  if (pair.length !== 2 || pair[0] !== first) return [];
  const values = before?.parts.find((one) => one.field.name === pair[1].field.name)?.get();
  return list(values);
}

function sameKind(one: Field, other: Field): boolean {
  return one.input === "link" && one.types?.join() === other.types?.join();
}
