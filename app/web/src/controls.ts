// Fields of forms, one kind of control for each kind of value.

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface Option {
  id: string;
  label: string;
}

export interface Field {
  name: string;
  predicate: string;
  label: string;
  description: string;
  required: boolean;
  first: boolean; // asked for at once; the others are under “More”
  single: boolean;
  input: "text" | "long" | "choice" | "link" | "url" | "number" | "decimal" | "boolean" | "date";
  group: string;
  choices?: string[];
  pattern?: string;
  types?: string[];
  options?: Option[];
  inner?: Inner;
}

export interface Inner {
  plural: string;
  label: string;
  back: string | null;
  order: string | null;
  chain: string | null;
}

/** Where forms ask: the address of the API, and the fields of things of a kind. */
export interface Source {
  api: string;
  fieldsOf(plural: string): Promise<Field[]>;
}

/** A control for one value. */
export interface Control {
  element: HTMLElement;
  focusable: HTMLElement;
  get(): Json;
  set(value: Json): void;
}

let numbers = 0;

export function unique(stem: string): string {
  return `${stem}-${++numbers}`;
}

export function control(field: Field, api: string): Control {
  if (field.input === "link") return field.options ? select(field.options.map((o) => [o.id, o.label])) : search(field, api);
  if (field.input === "choice") return select((field.choices ?? []).map((choice) => [choice, choice]), false);
  if (field.input === "boolean") {
    const inner = select([["true", "yes"], ["false", "no"]], false);
    return {
      ...inner,
      get: () => (inner.get() === null ? null : inner.get() === "true"),
      set: (value) => inner.set(value === null ? null : String(value)),
    };
  }
  const element = document.createElement(field.input === "long" ? "textarea" : "input");
  if (element instanceof HTMLTextAreaElement) element.rows = 2;
  else element.type = { number: "number", date: "date", url: "url" }[field.input as string] ?? "text";
  return {
    element,
    focusable: element,
    get: () => {
      const text = element.value.trim();
      if (!text) return null;
      return field.input === "number" ? Number(text) : text;
    },
    set: (value) => {
      element.value = value === null ? "" : typeof value === "object" ? String((value as { value?: Json }).value ?? "") : String(value);
      if (element instanceof HTMLTextAreaElement) element.rows = Math.min(8, Math.ceil(element.value.length / 80) + 1);
    },
  };
}

/** A list to choose from; links are objects with an id, other choices are texts. */
function select(options: [string, string][], links = true): Control {
  const element = document.createElement("select");
  element.append(new Option("", ""), ...options.map(([value, label]) => new Option(label, value)));
  return {
    element,
    focusable: element,
    get: () => (element.value ? (links ? { id: element.value } : element.value) : null),
    set: (value) => {
      const chosen = idOf(value);
      if (chosen && ![...element.options].some((option) => option.value === chosen)) element.append(new Option(labelOf(value), chosen));
      element.value = chosen;
    },
  };
}

/** A field that searches the things a link may lead to. */
function search(field: Field, api: string): Control {
  const element = document.createElement("span");
  element.className = "link-search";
  const input = document.createElement("input");
  const list = document.createElement("datalist");
  list.id = unique("found");
  input.setAttribute("list", list.id);
  input.placeholder = "Type to search";
  input.autocomplete = "off";
  element.append(input, list);
  const known = new Map<string, string>(); // text in the field → IRI
  let timer = 0;
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    if (known.has(input.value)) return;
    timer = window.setTimeout(async () => {
      const found = await linkable(field, api, input.value);
      list.replaceChildren(
        ...found.map(({ id, label }) => {
          // Two things of one name are told apart by the end of their IRIs.
          const text = known.has(label) && known.get(label) !== id ? `${label} (${id.replace(/^.*[/#]/, "")})` : label;
          known.set(text, id);
          return new Option("", text);
        }),
      );
    }, 150);
  });
  return {
    element,
    focusable: input,
    get: () => {
      const text = input.value.trim();
      if (!text) return null;
      const id = known.get(text);
      const link: { [name: string]: Json } = id ? { id, label: text } : { id: text };
      return link;
    },
    set: (value) => {
      input.value = labelOf(value);
      if (idOf(value)) known.set(input.value, idOf(value));
    },
  };
}

/** Things that a link may lead to, by the beginning of their names. */
async function linkable(field: Field, api: string, text: string): Promise<Option[]> {
  const types = (field.types ?? []).join(",");
  const answer = await fetch(`${api}search?q=${encodeURIComponent(text)}&suggest=true&limit=12&types=${types}`);
  if (!answer.ok) return [];
  const { items } = (await answer.json()) as { items: { id: string; label: Json }[] };
  return items.map((item) => ({ id: item.id, label: labelOf(item.label) || item.id }));
}

/** The value of a field that a text names, as a cell of a spreadsheet does; undefined for none. */
export async function valueOf(field: Field, api: string, text: string): Promise<Json | undefined> {
  const same = (other: string): boolean => other.toLowerCase() === text.toLowerCase();
  if (field.input !== "link") return field.choices ? field.choices.find(same) : text;
  const found = (field.options ?? (await linkable(field, api, text))).find((option) => same(option.label));
  return found && { id: found.id, label: found.label };
}

export function idOf(value: Json): string {
  if (value && typeof value === "object" && !Array.isArray(value)) return String(value.id ?? "");
  return value === null ? "" : String(value);
}

export function labelOf(value: Json): string {
  if (value && typeof value === "object" && !Array.isArray(value)) return labelOf(value.label ?? value.value ?? value.id ?? null);
  return value === null ? "" : String(value);
}

export function button(text: string, act: () => void, label = text): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.ariaLabel = label;
  made.addEventListener("click", act);
  return made;
}
