// The order of steps: which follows which, kept where nobody moved anything.

/** Step → the steps that it follows. */
export type Chain = Map<string, string[]>;

/**
 * What follows what once steps have been moved, added or taken away.
 *
 * Whatever was moved is taken out first: what followed it alone then follows what it followed. It is
 * put in again between its new neighbours: after the one above it, and before the one below it where
 * that followed the one above; else what used to wait for it still does. All other branches and
 * joins stay as they are.
 */
export function reordered(before: string[], chain: Chain, after: string[], moved: Iterable<string>): Chain {
  const next: Chain = new Map([...before, ...after].map((id) => [id, chain.get(id) ?? []]));
  const apart = new Set([...moved, ...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))]);
  for (const id of apart) {
    const own = next.get(id) ?? [];
    for (const [other, list] of next) {
      const rest = list.filter((one) => one !== id);
      if (rest.length < list.length) next.set(other, rest.length ? rest : own.filter((one) => one !== other));
    }
    next.set(id, []);
  }
  let place = 0;
  while (place < after.length) {
    const above = after[place - 1];
    const run: string[] = [];
    while (place < after.length && apart.has(after[place])) run.push(after[place++]);
    run.forEach((id, number) => {
      const one = number ? run[number - 1] : above;
      next.set(id, one ? [one] : []);
    });
    const below = after[place++];
    if (!run.length || !below) continue;
    const last = run[run.length - 1];
    const list = next.get(below) ?? [];
    if (above === undefined && !list.length) next.set(below, [last]);
    else if (above !== undefined && list.includes(above)) next.set(below, list.map((one) => (one === above ? last : one)));
  }
  for (const id of apart) {
    if ([...next.values()].some((list) => list.includes(id))) continue;
    for (const other of after.slice(after.indexOf(id) + 1))
      if (after.includes(id) && !apart.has(other) && chain.get(other)?.includes(id)) next.set(other, [...(next.get(other) ?? []), id]);
  }
  return next;
}
