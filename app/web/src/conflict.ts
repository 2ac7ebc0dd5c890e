// Two people changed one thing at once: what each of them changed, and what is kept where both changed the same field.
import { button, unique } from "./dom";
import type { FieldPart } from "./field";
import { momentInWords } from "./moment";
import { listed, sideBySide } from "./review";
import { isEmpty, list, plain, type Json } from "./values";
import type { Thing } from "./writing";

/** A change that somebody else made while the form was open. */
export interface Change {
  revision: number;
  author: string;
  time: string;
  href: string;
}

/** The fields that only the others changed, only the writer, and both, each in another way. */
export interface Overlap {
  theirs: FieldPart[];
  mine: FieldPart[];
  both: FieldPart[];
}

export type Choice = "theirs" | "mine" | "both";

const key = (value: Json): string => JSON.stringify(plain(value));

function valueOf(one: FieldPart, thing: Thing): Json {
  return thing[one.field.name] ?? (one.field.single ? null : []);
}

/** Sort the fields by who changed them. */
export function overlap(parts: FieldPart[], before: Thing, now: Thing, changed: (one: FieldPart) => boolean): Overlap {
  const found: Overlap = { theirs: [], mine: [], both: [] };
  for (const one of parts) {
    const theirs = key(valueOf(one, before)) !== key(valueOf(one, now));
    if (!changed(one)) {
      if (theirs) found.theirs.push(one);
    } else if (!theirs) found.mine.push(one);
    else if (key(valueOf(one, now)) !== key(one.get())) found.both.push(one);
  }
  return found;
}

/** Bring what the others wrote into the form; nothing that only the writer changed is touched. */
export async function merge(found: Overlap, before: Thing, now: Thing, choices: Map<FieldPart, Choice>): Promise<void> {
  for (const one of [...found.theirs, ...found.both]) {
    const choice = found.theirs.includes(one) ? "theirs" : choices.get(one);
    const here = one.element.contains(document.activeElement);
    if (choice === "theirs") one.set(now[one.field.name] ?? null);
    else if (choice === "both") await one.restore(joined(one, before, now));
    if (here) one.focus();
  }
}

/** The state of a field of many values with what either added, and without what either took out. */
function joined(one: FieldPart, before: Thing, now: Thing): Json {
  const old = new Set(list(before[one.field.name]).map(key));
  const own = list(one.state()) as { value?: Json; id?: string; draft?: Json }[];
  const kept = new Set(own.map((row) => key(row.draft ? { id: row.id! } : (row.value ?? null))));
  const theirs = list(now[one.field.name]).filter((value) => kept.has(key(value)) || !old.has(key(value)));
  const there = new Set([...old, ...theirs.map(key)]);
  const added = own.filter((row) => row.draft || (!isEmpty(row.value ?? null) && !there.has(key(row.value!))));
  return [...theirs.map((value): Json => ({ value })), ...(added as Json[])];
}

/** Who made some changes. */
export function people(changes: Change[]): string {
  return [...new Set(changes.map((one) => one.author))].join(" and ") || "somebody";
}

/** Who made some changes and when, with a link to the last of them in a page of its own. */
export function byWhom(changes: Change[]): (string | Node)[] {
  if (!changes.length) return ["Somebody changed this meanwhile"];
  const link = document.createElement("a");
  link.href = changes[0].href;
  link.target = "_blank";
  link.textContent = `change ${changes[0].revision}`;
  return [`${people(changes)} changed this on ${momentInWords(changes[0].time)} (`, link, ")"];
}

export function labelsOf(parts: FieldPart[]): string {
  return parts.map((one) => one.field.label).join(", ");
}

/**
 * Ask what is kept of each field that both changed.
 * @param done is given the choices once there is one for each field.
 */
export function ask(dialog: HTMLDialogElement, found: Overlap, before: Thing, now: Thing, changes: Change[], done: (choices: Map<FieldPart, Choice>) => void): void {
  const who = people(changes);
  const heading = document.createElement("h2");
  heading.textContent = `${changes.length ? who : "Somebody"} changed it meanwhile`;
  const said = document.createElement("p");
  said.append(...byWhom(changes), `. ${found.both.length === 1 ? "One field was" : `${found.both.length} fields were`} changed by both of you: choose what to keep. Nothing is saved yet.`);
  const choices = new Map<FieldPart, Choice>();
  const holder = document.createElement("div");
  holder.className = "scroll";
  holder.tabIndex = 0;
  holder.append(...found.both.map((one) => question(one, before, now, who, choices)));
  holder.append(...told(`Only ${who} changed this; it is taken over`, found.theirs, `What ${who} wrote`, (one) => [valueOf(one, before), valueOf(one, now)]));
  holder.append(...told("Only you changed this; it stays", found.mine, "What you wrote", (one) => [valueOf(one, before), one.get()]));
  const state = document.createElement("p");
  state.role = "status";
  const go = button("Go on with this", () => {
    const open = found.both.find((one) => !choices.has(one));
    if (!open) {
      done(choices);
      return;
    }
    state.textContent = `Choose what to keep of: ${labelsOf(found.both.filter((one) => !choices.has(one)))}.`;
    holder.querySelector<HTMLElement>(`[data-asked="${open.field.name}"] input`)?.focus();
  });
  go.className = "main";
  const actions = document.createElement("p");
  actions.append(go, " ", button("Back to the form", () => dialog.close()));
  dialog.replaceChildren(heading, said, holder, actions, state);
  if (!dialog.open) dialog.showModal();
}

function question(one: FieldPart, before: Thing, now: Thing, who: string, choices: Map<FieldPart, Choice>): HTMLElement {
  const group = document.createElement("fieldset");
  group.className = "choice";
  group.dataset.asked = one.field.name;
  const legend = document.createElement("legend");
  legend.textContent = one.field.label;
  group.append(legend);
  const name = unique("keep");
  const offer = (choice: Choice, words: string, value?: Json): void => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = name;
    input.addEventListener("change", () => choices.set(one, choice));
    label.append(input, ` ${words}`);
    group.append(label);
    if (value !== undefined) group.append(listed(one, value));
    if (choice === "both") {
      input.checked = true; // it loses nothing
      choices.set(one, choice);
    }
  };
  offer("theirs", `What ${who} wrote`, valueOf(one, now));
  offer("mine", "What you wrote", one.get());
  if (!one.field.single) offer("both", "Both: what each of you added, without what either took out");
  const was = document.createElement("div"); // no list may stand in a <small>
  was.className = "note";
  was.append("Before:", listed(one, valueOf(one, before)));
  group.append(was);
  return group;
}

function told(words: string, parts: FieldPart[], head: string, values: (one: FieldPart) => Json[]): HTMLElement[] {
  if (!parts.length) return [];
  const heading = document.createElement("h3");
  heading.textContent = words;
  return [heading, sideBySide(parts, ["Before", head], values)];
}
