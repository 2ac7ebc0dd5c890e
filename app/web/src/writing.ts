// From the parts of a form to the operations of one commit.
import type { Draft, FieldPart } from "./field";
import type { Chain } from "./order";
import { idOf, isEmpty, list, plain, type Json } from "./values";

export type Thing = Record<string, Json>;

export interface Operation {
  method: string;
  path: string;
  body?: Json;
  ifMatch?: string;
}

/** An operation with the parts of the form that its body comes from. */
export interface Written {
  operation: Operation;
  parts: FieldPart[];
}

/** All values that are given, as the body of a new thing. */
export function whole(parts: FieldPart[]): Thing {
  const values = parts.map((one): [string, Json] => [one.field.name, plain(one.get())]);
  return Object.fromEntries(values.filter(([, value]) => !isEmpty(value)));
}

/** The new things written inside some parts, those inside them as well. */
export function draftsIn(parts: FieldPart[]): Draft[] {
  return parts.flatMap((one) => one.drafts()).flatMap((draft) => [draft, ...draftsIn(draft.parts)]);
}

/** Required parts without a value, also those of new things inside. */
export function missing(parts: FieldPart[]): FieldPart[] {
  const own = parts.filter((one) => one.field.required && isEmpty(one.get()));
  return [...own, ...draftsIn(parts).flatMap((draft) => draft.parts.filter((one) => one.field.required && isEmpty(one.get())))];
}

/** The new things inside a part, each with its place in the order, and what is new inside those. */
export function created(one: FieldPart, self: string, api: string, changes: Map<string, Thing> = ordered(one)): Written[] {
  const inner = one.field.inner;
  if (!inner) return [];
  return one.drafts().flatMap((draft) => {
    const body: Thing = { id: draft.id, ...whole(draft.parts), ...(changes.get(draft.id) ?? {}) };
    if (inner.back) body[inner.back] = { id: self };
    changes.delete(draft.id);
    const own = { operation: { method: "POST", path: `${api}${inner.plural}`, body }, parts: draft.parts };
    return [own, ...draft.parts.flatMap((part) => created(part, draft.id, api))];
  });
}

/** The order of things that are all new: one after the other. */
function ordered(one: FieldPart): Map<string, Thing> {
  const inner = one.field.inner;
  if (!inner?.order) return new Map();
  const ids = one.order();
  return new Map(
    ids.map((id, place): [string, Thing] => {
      const thing: Thing = { [inner.order!]: place + 1 };
      if (inner.chain && place) thing[inner.chain] = [{ id: ids[place - 1] }];
      return [id, thing];
    }),
  );
}

/** What changes in the order of the things inside a part. */
export function reorderings(one: FieldPart, steps: Map<string, Thing>, chain: Chain): Map<string, Thing> {
  const inner = one.field.inner!;
  const changes = new Map<string, Thing>();
  one.order().forEach((id, place) => {
    const step = steps.get(id) ?? {};
    const change: Thing = {};
    if (step[inner.order!] !== place + 1) change[inner.order!] = place + 1;
    const after = chain.get(id) ?? [];
    if (inner.chain && after.join(" ") !== list(step[inner.chain]).map(idOf).join(" ")) change[inner.chain] = after.map((id) => ({ id }));
    if (Object.keys(change).length) changes.set(id, change);
  });
  return changes;
}
