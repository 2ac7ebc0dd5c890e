// How results are shown: kept behind the # of the address, so that a link opens the same view.

export function chosen(name: string): string {
  return new URLSearchParams(location.hash.slice(1)).get(name) ?? "";
}

/** Keep a choice in the address; an empty one is the default. */
export function choose(name: string, value: string): void {
  const kept = new URLSearchParams(location.hash.slice(1));
  if (value) kept.set(name, value);
  else kept.delete(name);
  const hash = kept.toString();
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash ? `#${hash}` : ""}`);
}
