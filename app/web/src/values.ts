// Values of fields as the API gives and takes them: texts, numbers, links, texts in a language.

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export function idOf(value: Json): string {
  if (value && typeof value === "object" && !Array.isArray(value)) return String(value.id ?? "");
  return value === null ? "" : String(value);
}

export function labelOf(value: Json): string {
  if (Array.isArray(value)) return labelOf(shownOf(value));
  if (value && typeof value === "object" && !Array.isArray(value)) return labelOf(value.label ?? value.value ?? value.id ?? null);
  return value === null ? "" : String(value);
}

/** Of a text with translations the one that stands first in a form: that in the main language of the catalogue, if there. */
export function shownOf(value: Json): Json {
  return Array.isArray(value) ? (value.find((one) => typeof one === "string") ?? value[0] ?? null) : value;
}

/** The tag of the language of a text; none of one in the main language. */
export function languageOf(value: Json): string {
  return value && typeof value === "object" && !Array.isArray(value) ? String(value.language ?? "") : "";
}

export function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The values of a form part as the API takes them; links by their ids. */
export function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object" && "id" in value) return { id: value.id };
  return value;
}

export function isEmpty(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && !value.length);
}

/** Whether two texts name the same: capitals, “&” and “and”, dashes and spaces make no difference. */
export function alike(one: string, other: string): boolean {
  return simple(one) === simple(other);
}

function simple(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/&/g, " and ").replace(/[‐-―]/g, "-").replace(/\s+/g, " ").trim();
}
