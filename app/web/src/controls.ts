// Fields of forms, one kind of control for each kind of value.
import { unique } from "./dom";
import type { Control, Field, Option, Source } from "./field";
import { inALanguage, translations } from "./texts";
import { alike, idOf, labelOf, type Json } from "./values";

export function control(field: Field, source: Source): Control {
  if (field.input === "link") {
    const made = (): Option[] => source.made(field.types ?? []);
    return field.options ? select(field.options, true, made) : search(field, source.api, made);
  }
  if (field.input === "choice") return select(named((field.choices ?? []).map((choice) => [choice, choice])), false);
  if (field.input === "boolean") {
    const inner = select(named([["true", "yes"], ["false", "no"]]), false);
    return {
      ...inner,
      get: () => (inner.get() === null ? null : inner.get() === "true"),
      set: (value) => inner.set(value === null ? null : String(value)),
    };
  }
  const make = (): HTMLInputElement | HTMLTextAreaElement => {
    const made = document.createElement(field.input === "long" ? "textarea" : "input");
    if (made instanceof HTMLTextAreaElement) made.rows = 2;
    else made.type = { number: "number", date: "date", url: "url" }[field.input as string] ?? "text";
    return made;
  };
  const element = make();
  if (field.language) return { ...(field.single ? translations(field, element, make) : inALanguage(field, element)), focusable: element };
  let given: Json = null;
  return {
    element,
    focusable: element,
    get: () => {
      const text = element.value.trim();
      if (text === labelOf(given).trim()) return given;
      return field.input === "number" && text ? Number(text) : text || null;
    },
    set: (value) => {
      given = value;
      element.value = labelOf(value);
      if (element instanceof HTMLTextAreaElement) element.rows = Math.min(8, Math.ceil(element.value.length / 80) + 1);
    },
  };
}

function named(options: [string, string][]): Option[] {
  return options.map(([id, label]) => ({ id, label }));
}

/**
 * A list to choose from; links are objects with an id, other choices are texts.
 *
 * What is chosen stands over the list, since browsers cut a name that is longer than a list is wide.
 */
function select(options: Option[], links = true, made: () => Option[] = () => []): Control {
  const element = document.createElement("span");
  element.className = "pick";
  const shown = document.createElement("span");
  shown.ariaHidden = "true";
  const list = document.createElement("select");
  const own = document.createElement("optgroup");
  own.label = "New in this form";
  const groups = new Map<string, Option[]>();
  for (const option of options) groups.set(option.of ?? "", [...(groups.get(option.of ?? "") ?? []), option]);
  list.append(new Option("choose …", ""), ...choices(groups.get("") ?? []));
  for (const [of, members] of [...groups].filter(([of]) => of).sort(([one], [other]) => one.localeCompare(other))) {
    const group = document.createElement("optgroup");
    group.label = of;
    group.append(...choices(members));
    list.append(group);
  }
  element.append(shown, list);
  const show = (): void => {
    shown.textContent = list.selectedOptions[0]?.label ?? "";
    shown.lang = list.selectedOptions[0]?.lang ?? "";
    shown.classList.toggle("quiet", !list.value);
  };
  const choose = (chosen: string): void => {
    list.value = chosen;
    show();
  };
  let known = "";
  const renew = (): void => {
    const chosen = list.value;
    const found = made().filter((option) => option.label);
    if (known === JSON.stringify([found, chosen])) return;
    known = JSON.stringify([found, chosen]);
    for (const option of [...list.options]) if (option.value.startsWith("_:")) option.remove();
    own.replaceChildren(...choices(found));
    if (own.childElementCount) list.append(own);
    else own.remove();
    // A new thing that was taken out of the form is no choice any more.
    choose([...list.options].some((option) => option.value === chosen) ? chosen : "");
  };
  list.addEventListener("input", show);
  show();
  return {
    element,
    focusable: list,
    get: (): Json => {
      if (!list.value || !links) return list.value || null;
      // What is new is known by no other name.
      return list.value.startsWith("_:") ? { id: list.value, label: list.selectedOptions[0].label } : { id: list.value };
    },
    set: (value) => {
      const chosen = idOf(value);
      if (chosen.startsWith("_:")) renew();
      if (chosen && ![...list.options].some((option) => option.value === chosen)) list.append(new Option(chosen.startsWith("_:") ? "new" : labelOf(value), chosen));
      choose(chosen);
    },
    renew,
  };
}

function choices(options: Option[]): HTMLOptionElement[] {
  return options.map((option) => {
    const made = new Option(option.label, option.id);
    if (option.lang) made.lang = option.lang;
    return made;
  });
}

/** A field that searches the things a link may lead to. */
function search(field: Field, api: string, made: () => Option[]): Control {
  const element = document.createElement("span");
  element.className = "link-search";
  const input = document.createElement("input");
  const list = document.createElement("datalist");
  list.id = unique("found");
  input.type = "text";
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
      const own = made().filter((option) => option.label.toLowerCase().includes(input.value.trim().toLowerCase()));
      const found = [...own, ...(await linkable(field, api, input.value))];
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
      input.value = made().find((option) => option.id === idOf(value))?.label ?? labelOf(value);
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

const NEAR = 3;
/** Values that a text may have meant: those whose names it begins, ends or shortens; never taken without being asked. */
export async function nearTo(field: Field, source: Source, text: string): Promise<Option[]> {
  const words = wordsOf(text);
  if (field.input !== "link" && field.input !== "choice") return [];
  if (!words.length || words.join("").length < 3) return [];
  const known = field.choices ? named(field.choices.map((one) => [one, one])) : (field.options ?? (await linkable(field, source.api, text)));
  const rank = ({ label }: Option): number => {
    const own = wordsOf(label);
    if (!own.length) return 9; // new, and without a name yet
    if (words.every((word, at) => own[at]?.startsWith(word))) return 0; // its beginning
    if (own.every((word, at) => words[at] === word)) return 1; // it and more
    if (words.length > 1 && words.every((word) => own.some((other) => other.startsWith(word)))) return 2; // its words in any order
    return words.length === own.length && words.every((word, at) => close(word, own[at])) ? 3 : 9; // misspelt
  };
  const found = [...source.made(field.types ?? []), ...known].map((option) => ({ option, rank: rank(option) })).filter((one) => one.rank < 9);
  return found.sort((one, other) => one.rank - other.rank).slice(0, NEAR).map(({ option }) => option);
}

function wordsOf(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether two words differ by one letter that is wrong, missing, too many, or changed its place with the next. */
function close(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 4) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const [mine, theirs] = [one.slice(at), other.slice(at)];
  return mine.slice(1) === theirs.slice(1) || mine === theirs.slice(1) || mine.slice(1) === theirs || (mine[0] === theirs[1] && mine[1] === theirs[0] && mine.slice(2) === theirs.slice(2));
}

/** The values of a field that a text may name, as a cell of a spreadsheet does; what is new in the form as well. */
export async function valuesOf(field: Field, source: Source, text: string): Promise<Json[]> {
  const same = (other: string): boolean => alike(other, text);
  if (field.input === "number") return text.trim() && Number.isFinite(Number(text)) ? [Number(text)] : [];
  if (field.input === "boolean") return same("yes") || same("true") ? [true] : same("no") || same("false") ? [false] : [];
  if (field.input !== "link") return field.choices ? field.choices.filter(same) : [text];
  const own = source.made(field.types ?? []);
  const found = [...own, ...(field.options ?? (await linkable(field, source.api, text)))].filter((option) => same(option.label));
  return found.map(({ id, label }) => ({ id, label }));
}
