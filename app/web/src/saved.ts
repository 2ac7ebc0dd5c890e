// Says once that something was saved, on the page that comes after the form.

const KEY = "rolegraph-saved";

/** Have the next page say what was saved. */
export function saved(revision: number): void {
  sessionStorage.setItem(KEY, String(revision));
}

/**
 * Say what was saved just before, at the top of a page.
 * @param root path that the service is mounted under.
 */
export function saySaved(main: HTMLElement, root: string): void {
  const revision = Number(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (!revision) return;
  const said = document.createElement("p");
  said.className = "callout saved";
  said.role = "status";
  const link = document.createElement("a");
  link.href = `${root}changes/${revision}`;
  link.textContent = `change ${revision}`;
  main.prepend(said);
  said.append("Saved as ", link, "."); // a status that is filled is told aloud
}
