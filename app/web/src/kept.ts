// What was typed into a form and not saved; this browser keeps it.
import type { Json } from "./values";
import type { Thing } from "./writing";

// A proposal that is revised has drafts of its own.
const revised = new URLSearchParams(location.search).get("proposal");
const PLACE = `rolegraph-draft:${location.pathname}${revised === null ? "" : `?proposal=${revised}`}`;

export interface Kept {
  time: string;
  etag: string;
  revision: number; // of the catalogue, when the form was filled
  before?: Thing; // what the fields that were typed into had then
  fields: Record<string, Json>;
}

export function keep(draft: Omit<Kept, "time">): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ time: new Date().toISOString(), ...draft }));
  } catch {
    // A full or forbidden store: leaving the page asks all the same.
  }
}

export function kept(): Kept | null {
  try {
    const text = localStorage.getItem(PLACE);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(PLACE);
  } catch {
    // Nothing was kept.
  }
}
