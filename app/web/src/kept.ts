// What was typed into a form and not saved; this browser keeps it.
import type { Json } from "./controls";

const STEM = "rolegraph-draft:";

export interface Kept {
  time: string;
  etag: string;
  fields: Record<string, Json>;
}

export function keep(fields: Record<string, Json>, etag: string): void {
  try {
    localStorage.setItem(STEM + location.pathname, JSON.stringify({ time: new Date().toISOString(), etag, fields }));
  } catch {
    // A full or forbidden store: leaving the page asks all the same.
  }
}

export function kept(): Kept | null {
  try {
    const text = localStorage.getItem(STEM + location.pathname);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    return null;
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(STEM + location.pathname);
  } catch {
    // Nothing was kept.
  }
}
