// A text in the languages of the catalogue: a field for each.
import type { Field } from "./field";
import { labelOf, languageOf, shownOf, type Json } from "./values";

type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Translations {
  element: HTMLElement;
  get(): Json;
  set(value: Json): void;
}

/** What a language is called. */
export function nameOf(tag: string): string {
  return new Intl.DisplayNames(["en"], { type: "language", fallback: "code" }).of(tag) ?? tag;
}

/** A text as the API takes it: in the main language without a tag. */
export function tagged(text: string, tag: string, field: Field): Json {
  return !tag || tag === field.language ? text : { value: text, language: tag };
}

/**
 * A text with its translations. That in the main language is open, and that in the reader's own; the others are folded.
 * @param first what the text in the main language is written into.
 * @param make makes a field like that.
 */
export function translations(field: Field, first: TextField, make: () => TextField): Translations {
  const element = document.createElement("div"); // no <details> may stand in a <span>
  element.className = "texts";
  const others = document.createElement("details");
  const summary = document.createElement("summary");
  let given: Json = null;
  const fields = new Map<string, TextField>(); // by the tag, empty for the main language
  const named = (tag: string): string => nameOf(tag || field.language || "");
  const add = (tag: string, input: TextField): HTMLElement => {
    const row = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = named(tag);
    row.append(name, input);
    input.lang = tag || field.language || "";
    if (input !== first) input.ariaLabel = `${field.label} in ${name.textContent}`;
    fields.set(tag, input);
    return row;
  };
  const written = (value: Json): Json[] => (Array.isArray(value) ? value : value === null ? [] : [value]);
  let folded: string[] = [];
  const name = (): void => {
    const said = (tags: string[]): string => tags.map(named).join(", ");
    const empty = folded.filter((tag) => !fields.get(tag)!.value.trim());
    const there = folded.filter((tag) => !empty.includes(tag));
    summary.textContent = there.length ? `Other languages: ${said(there)}${empty.length ? `; empty: ${said(empty)}` : ""}` : `Other languages: ${said(empty)}`;
  };
  others.addEventListener("input", name);
  const show = (): void => {
    const values = written(given);
    const main = languageOf(shownOf(given));
    const tags = [...new Set([main, "", ...(field.languages ?? []), ...values.map(languageOf)])];
    fields.clear();
    first.lang = main || field.language || "";
    const inputs = tags.map((tag): [string, TextField] => [tag, tag === main ? first : make()]);
    const rows = new Map(inputs.map(([tag, input]): [string, HTMLElement] => [tag, add(tag, input)]));
    for (const [tag, input] of fields) {
      input.value = labelOf(values.find((one) => languageOf(one) === tag) ?? null);
      if (input instanceof HTMLTextAreaElement) input.rows = Math.min(8, Math.ceil(input.value.length / 80) + 1);
    }
    folded = tags.filter((tag) => tag && tag !== main && tag !== field.reads);
    others.replaceChildren(summary, ...folded.map((tag) => rows.get(tag)!));
    name();
    // One language needs no name.
    const open = tags.length > 1 ? tags.filter((tag) => !folded.includes(tag)).map((tag) => rows.get(tag)!) : [first];
    element.replaceChildren(...open, ...(folded.length ? [others] : []));
  };
  show();
  return {
    element,
    get: () => {
      const left = new Map([...fields].map(([tag, input]): [string, string] => [tag, input.value.trim()]));
      let same = true;
      const found = written(given).flatMap((one): Json[] => {
        const tag = languageOf(one);
        const text = left.get(tag) ?? "";
        left.delete(tag);
        if (text === labelOf(one).trim()) return [one];
        same = false;
        return text ? [tagged(text, tag, field)] : [];
      });
      const more = [...left].filter(([, text]) => text).map(([tag, text]) => tagged(text, tag, field));
      if (same && !more.length) return given;
      const all = [...found, ...more];
      return all.length > 1 ? all : (all[0] ?? null);
    },
    set: (value) => {
      given = value;
      show();
    },
  };
}

/** One of many texts, with the language that it is in beside it where there are several. */
export function inALanguage(field: Field, input: TextField): Translations {
  const element = document.createElement("span");
  element.className = "text-in";
  const list = document.createElement("select");
  list.ariaLabel = `Language of ${field.label}`;
  let given: Json = null;
  const fill = (): void => {
    const tags = new Set(["", ...(field.languages ?? []), languageOf(given)]);
    list.replaceChildren(...[...tags].map((tag) => new Option(nameOf(tag || field.language || ""), tag)));
    list.value = languageOf(given);
    input.lang = list.value || field.language || "";
    element.replaceChildren(input, ...(tags.size > 1 ? [list] : []));
  };
  list.addEventListener("input", () => (input.lang = list.value || field.language || ""));
  fill();
  return {
    element,
    get: () => {
      const text = input.value.trim();
      if (text === labelOf(given).trim() && list.value === languageOf(given)) return given;
      return text ? tagged(text, list.value, field) : null;
    },
    set: (value) => {
      given = value;
      input.value = labelOf(value);
      fill();
    },
  };
}
