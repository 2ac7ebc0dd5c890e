// Writes things: a form led by the shapes, live findings from dry runs, a review, and the save.
import { button, idOf, labelOf, unique, type Field, type Json, type Option } from "./controls";
import { ask, byWhom, labelsOf, merge, overlap, type Change, type Choice } from "./conflict";
import { inOrder, part, unfold, type Draft, type FieldPart } from "./fields";
import { forget, keep, kept } from "./kept";
import { reordered, type Chain } from "./order";
import { saved } from "./saved";
import { needsReview, refusal, type Finding, type Problem } from "./refusal";
import { review, summary } from "./review";
import { onceKey } from "./once";
import { tokenField } from "./token";
import { inWords } from "./words";
import { created, draftsIn, isEmpty, list, missing, plain, reorderings, whole, type Thing, type Written } from "./writing";

interface Described {
  plural: string;
  label: string;
  api: string;
  pages: string;
  inner: string; // where the fields of other kinds of things are
  changes: string; // where it says who changed the thing
  revision: number; // of the catalogue, that the form was made for
  thing: { id: string; href: string; label: Json } | null;
  given: Record<string, string[]>;
  fields: Field[];
}

interface Answered extends Problem {
  commit?: { findings: Finding[]; revision?: number };
  results?: { body?: Thing; href?: string }[];
}

/** A field, how severe it is, and what is said of it. */
type Told = [FieldPart | undefined, string, string];

const GIVE = "This must be given.";
const NAMED = 3; // fields that are still to be given
const PAUSE = 700; // milliseconds without a key before a dry run

const place = document.querySelector<HTMLElement>("#form")!;
const described = JSON.parse(place.dataset.form!) as Described;
const known = new Map<string, Promise<Field[]>>();
const source = {
  api: described.api,
  fieldsOf: (plural: string): Promise<Field[]> => {
    const found = known.get(plural) ?? fetch(`${described.inner}${plural}`).then((answer) => answer.json() as Promise<Field[]>);
    known.set(plural, found);
    found.catch(() => known.delete(plural)); // the next one asks again
    return found;
  },
  made: (plurals: string[]): Option[] => draftsIn(parts).filter((draft) => plurals.includes(draft.plural)).map((draft) => ({ id: draft.id, label: draft.name() })),
};
const parts: FieldPart[] = described.fields.map((field) => part(field, source, () => parts));

let before: Thing = {};
let steps = new Map<string, Thing>(); // things inside this one that have an order, whole
let etag = "";
let revision = described.revision;
let timer = 0;
let asked = 0;
let busy = false; // while something is written, a second click does nothing
let leaving = false;
let held = false; // a button of the mouse, on something to press
let again: (() => void) | null = null; // shows once more what the last check said
let pressed = false; // once somebody wants to save, all that is missing is told
let wrongToken = false;
let wantsReview = false; // what is wrong is only that nobody else has looked at it

const state = document.createElement("p");
state.className = "state";
state.role = "status";
const others = document.createElement("ul");
others.className = "told plain others";
const changing = document.createElement("div");
const merged = document.createElement("p"); // what others wrote meanwhile, and is here by now
merged.className = "callout";
merged.role = "status";
merged.hidden = true;
const back = document.createElement("p");
back.className = "callout";
back.hidden = true;
const signing = tokenField("token", () => void check());
const token = signing.input;
const dialog = document.createElement("dialog");

const form = layOut();
try {
  await load();
  await putBack();
} catch (error) {
  place.append(notLoaded(error));
  throw error;
}
// It is shown once it holds what is there: what is typed sooner would be written over.
place.append(form, dialog);
// Only what is pressed and let go at one place can lose its click. A list that a field opens may keep the end of a press to itself.
document.addEventListener("pointerdown", (event) => (held = (event.target as Element).closest("button, a, summary, label") !== null), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (held = false), true);
document.addEventListener("input", (event) => {
  if (!dialog.contains(event.target as Node) && place.contains(event.target as Node) && event.target !== token) later();
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && isDirty()) event.preventDefault();
});
watchBar(form.querySelector<HTMLElement>(".save-bar")!);
place.dataset.ready = "";
if (token.value) void check();

/** Why the form is not shown, and what to do. */
function notLoaded(error: unknown): HTMLElement {
  const said = document.createElement("p");
  said.className = "callout bad";
  said.role = "alert";
  said.append(`The form could not be filled: ${error instanceof Error ? error.message : String(error)} `, button("Try again", () => location.reload()));
  return said;
}

function layOut(): HTMLFormElement {
  const sign = document.createElement("section");
  sign.className = "panel signing";
  const hint = document.createElement("small");
  hint.textContent = "Who may write has a token from whoever runs this service; it is kept in this tab only. Without one nothing is checked or saved.";
  sign.append(signing.element, hint);

  const form = document.createElement("form");
  form.noValidate = true;
  if (!described.thing) form.className = "guided";
  // Of a new thing, what is needed comes first, in one panel.
  const needed = described.thing ? [] : inOrder(parts.filter((one) => one.field.first));
  const groups = new Map<string, FieldPart[]>();
  for (const one of parts.filter((one) => !needed.includes(one))) groups.set(one.field.group, [...(groups.get(one.field.group) ?? []), one]);
  const sections = [...groups].map(([group, members]) => {
    const section = document.createElement("fieldset");
    section.className = "panel";
    const legend = document.createElement("legend");
    legend.textContent = group || "More";
    section.append(legend, ...members.map((one) => one.element));
    return section;
  });
  if (needed.length) {
    const first = document.createElement("fieldset");
    first.className = "panel";
    const legend = document.createElement("legend");
    legend.textContent = "What is needed first";
    first.append(legend, ...needed.map((one) => one.element));
    const more = document.createElement("details");
    more.className = "more";
    const summary = document.createElement("summary");
    summary.textContent = `More: ${parts.length - needed.length} other fields`;
    more.append(summary, ...sections.splice(0));
    form.append(first, more);
  }
  const save = document.createElement("button");
  save.type = "submit";
  save.className = "main";
  save.textContent = "Review and save";
  const bar = document.createElement("div");
  bar.className = "save-bar";
  bar.append(merged, state, others, changing, save);
  if (described.thing) bar.append(" ", button("Delete", remove));
  form.prepend(back, sign);
  form.append(...sections, bar);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });
  dialog.className = "panel";
  return form;
}

function watchBar(bar: HTMLElement): void {
  // What has the focus is never behind the bar.
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingBottom = `${bar.offsetHeight + 24}px`;
  }).observe(bar);
  // Browsers scroll to the caret of a text field alone, and the rest of it may stay behind the bar.
  form.addEventListener("focusin", (event) => {
    if (!bar.contains(event.target as Node)) (event.target as HTMLElement).scrollIntoView({ block: "nearest" });
  });
  // A field that is left without its value is told of it, and no other.
  form.addEventListener("focusout", () => void released().then(() => again?.()));
}

/**
 * Wait until no button of the mouse is held.
 * A message that appears meanwhile moves the page, and the click is lost.
 */
function released(): Promise<void> {
  if (!held) return Promise.resolve();
  return new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => window.setTimeout(done), { once: true });
  });
}

/** Read something of the service as JSON. */
async function read(address: string): Promise<{ body: Thing; etag: string }> {
  const answer = await fetch(address, { headers: { Accept: "application/json", ...authority() }, cache: "no-store" });
  const body = (await answer.json()) as Thing;
  if (!answer.ok) throw new Error((body as Problem).detail ?? `The service answered ${answer.status}.`);
  return { body, etag: answer.headers.get("etag") ?? "" };
}

async function load(): Promise<void> {
  if (!described.thing) {
    for (const one of parts) {
      const given = described.given[one.field.name];
      if (!given) continue;
      const values = given.map((text): Json => (one.field.input === "link" ? { id: text } : one.field.input === "number" ? Number(text) : text));
      one.set(one.field.single ? values[0] : values);
      unfold(one.element);
    }
    await Promise.all(parts.map((one) => one.open()));
    return;
  }
  ({ body: before, etag } = await read(described.thing.href));
  await loadSteps();
  for (const one of parts) one.set(before[one.field.name] ?? null);
  showOrder();
}

/** Put back what was typed here before and not saved. */
async function putBack(): Promise<void> {
  const draft = kept();
  if (!draft) return;
  for (const one of parts) {
    if (!(one.field.name in draft.fields)) continue;
    await one.restore(draft.fields[one.field.name]);
    unfold(one.element);
  }
  await Promise.all(parts.map((one) => one.open()));
  for (const one of parts) one.renew();
  const when = new Date(draft.time).toLocaleString();
  const changed = draft.etag !== etag ? ` The ${described.label} has been changed since then; what you both changed is asked about before anything is saved.` : "";
  if (changed) {
    // The form stands as it was when the draft was written; the service then tells that others were faster.
    before = { ...before, ...draft.before };
    ({ etag, revision } = draft);
  }
  back.replaceChildren(
    `This is your draft of ${when}, which was not saved.${changed} `,
    button("Throw the draft away", () => {
      forget();
      leaving = true;
      location.reload();
    }),
  );
  back.hidden = false;
  showOrder();
}

/** Read the things inside this one that have an order, to know which follows which. */
async function loadSteps(): Promise<void> {
  const ordered = parts.filter((one) => one.field.inner?.order).map((one) => one.field.name);
  if (!ordered.length) return;
  const all = (await read(`${described.thing!.href}?expand=${ordered.join(",")}`)).body;
  steps = new Map(ordered.flatMap((name) => list(all[name]).map((one): [string, Thing] => [idOf(one), one as Thing])));
}

/** Which thing follows which within a field, as the form stands now. */
function chainOf(one: FieldPart): Chain {
  const name = one.field.inner?.chain ?? "";
  const chain: Chain = new Map([...steps].map(([id, step]) => [id, list(step[name]).map(idOf)]));
  return reordered(list(before[one.field.name]).map(idOf), chain, one.order(), one.moved());
}

function showOrder(): void {
  for (const one of parts) if (one.field.inner?.chain) one.follow(chainOf(one));
}

function authority(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}

function same(one: FieldPart): boolean {
  const old = before[one.field.name] ?? (one.field.single ? null : []);
  return JSON.stringify(plain(old)) === JSON.stringify(plain(one.get()));
}

function isDirty(): boolean {
  return parts.some((one) => !same(one) && !(isEmpty(one.get()) && isEmpty(before[one.field.name] ?? null)));
}

/** All that has to be written, as one commit: the thing, new things inside it, and their order. */
function operations(): Written[] {
  const self = described.thing?.id ?? "_:self";
  const answer: Written[] = [];
  if (!described.thing) answer.push({ operation: { method: "POST", path: `${described.api}${described.plural}`, body: { id: self, ...whole(parts) } }, parts });
  else {
    const changed = parts.filter((one) => !same(one));
    const body = Object.fromEntries(changed.map((one) => [one.field.name, plain(one.get())]));
    if (changed.length) answer.push({ operation: { method: "PATCH", path: described.thing.href, body, ifMatch: etag }, parts });
  }
  for (const one of parts) {
    if (!one.field.inner) continue;
    const changes = one.field.inner.order && !same(one) ? reorderings(one, steps, chainOf(one)) : new Map<string, Thing>();
    answer.push(...created(one, self, described.api, changes));
    for (const [id, body] of changes) {
      const link = list(before[one.field.name]).find((option) => idOf(option) === id) as Thing | undefined;
      if (link?.href) answer.push({ operation: { method: "PATCH", path: String(link.href), body, ifMatch: "*" }, parts: [] });
    }
  }
  return answer;
}

async function send(dry: boolean, message = "", key = ""): Promise<Response> {
  const said = message || summary(parts, described.label, nameOf(), !described.thing, same);
  return fetch(`${described.api}batch${dry ? "?dry-run=true" : ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}), ...authority() },
    body: JSON.stringify({ operations: operations().map((one) => one.operation), message: said }),
  });
}

function nameOf(): string {
  return labelOf(parts.find((one) => one.field.name === "label")?.get() ?? described.thing?.label ?? null);
}

function keepDraft(): void {
  const own = parts.filter((one) => !same(one));
  const fields = Object.fromEntries(own.map((one) => [one.field.name, one.state()]));
  if (isDirty()) keep({ etag, revision, fields, before: Object.fromEntries(own.map((one) => [one.field.name, before[one.field.name] ?? null])) });
  else forget();
}

function later(): void {
  again = null;
  asked++; // what a check under way will say is of another form than this
  for (const one of parts) one.renew();
  showOrder();
  keepDraft();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void check(), PAUSE);
}

/**
 * Run the change without storing it, and show what the shapes say; true where it can be saved.
 * @param asking whether to ask at once about what others changed meanwhile, in a dialog.
 */
async function check(asking = false): Promise<boolean> {
  const mine = ++asked;
  wantsReview = wrongToken = false;
  if (!token.value) {
    say("Give a token to have the form checked.");
    return false;
  }
  if (!operations().length) {
    await released();
    if (mine !== asked) return false;
    tell([]);
    changing.replaceChildren();
    say("Nothing has been changed.");
    return false;
  }
  state.style.minHeight = `${state.getBoundingClientRect().height}px`; // a shorter text moves nothing
  say("Checking …");
  try {
    const answer = await send(true);
    const told = (await answer.json()) as Answered;
    await released();
    return mine === asked && heed(answer, told, asking); // else typed on meanwhile
  } catch {
    if (mine === asked) say("The service cannot be reached. What you typed is kept in this browser.");
    return false;
  }
}

function heed(answer: Response, told: Answered, asking = true): boolean {
  again = null;
  state.style.minHeight = "";
  changing.replaceChildren(wouldChange());
  wantsReview = needsReview(told.findings ?? []);
  wrongToken = answer.status === 401;
  if (answer.ok) {
    const shown = tell(told.commit?.findings ?? [], [], true);
    say(shown.length ? "It can be saved; something should still be fixed." : "It can be saved.");
    return true;
  }
  if (told.findings || told.errors) {
    again = () => explain(told);
    again();
  } else if (answer.status === 412) conflict(asking);
  else say(...refusal(told, answer.status, described.pages), ...(wrongToken ? [button("Go to the token", () => token.focus())] : []));
  return false;
}

/** The fields that would change, as the review shows them. */
function wouldChange(): HTMLElement {
  const holder = document.createElement("details");
  holder.open = changing.querySelector("details")?.open ?? false;
  const summary = document.createElement("summary");
  const fields = parts.filter((one) => !same(one)).length;
  summary.textContent = `What it would change: ${fields} field${fields === 1 ? "" : "s"}`;
  holder.append(summary, review(parts, described.thing ? before : null, same));
  return holder;
}

/** Say what is wrong, of the fields in which somebody was. */
function explain(told: Answered): void {
  // That something new is not there follows from what is wrong with it.
  const errors = told.errors ?? [];
  const causes = errors.filter((fault) => !fault.detail.includes("'_:"));
  const faults = (causes.length ? causes : errors).map((fault): Told => [byPointer(fault.pointer), "Violation", fault.detail]);
  const must = tell(told.findings ?? [], faults).filter(([, severity]) => severity === "Violation").length;
  const left = pressed ? [] : missing(parts).filter((one) => !one.touched());
  if (wantsReview) say("It can be proposed: the status “approved” comes from a review.");
  else if (!must && !left.length) say("It cannot be saved yet.");
  else say(must ? `${must} thing${must === 1 ? "" : "s"} must be fixed first. ` : "", ...stillToGive(left));
}

/** The part that a JSON pointer into a batch stands for. */
function byPointer(pointer: string): FieldPart | undefined {
  const found = /^\/operations\/(\d+)\/body\/([^/]+)/.exec(pointer);
  return found ? operations()[Number(found[1])]?.parts.find((one) => one.field.name === found[2]) : undefined;
}

/** The parts of the thing that a finding speaks of: those of the form, or of a new thing in it. */
function partsOf(finding: Finding, all: Finding[]): FieldPart[] {
  if (!finding.focus || finding.focus === described.thing?.id) return parts;
  const inside = draftsIn(parts).filter((draft) => finding.focus!.includes(`/${draft.plural}/`) && draft.name() === finding.label);
  // Ids of things of one name are numbered in the order in which these stand here.
  const numbered = [...new Set(all.filter((one) => one.label === finding.label).map((one) => one.focus ?? ""))].sort((a, b) => numberOf(a) - numberOf(b));
  const place = numbered.length === inside.length ? numbered.indexOf(finding.focus) : numberOf(finding.focus) - 1;
  const draft: Draft | undefined = inside[place] ?? inside[0];
  if (draft) return draft.parts;
  return !described.thing && finding.focus.includes(`/${described.plural}/`) ? parts : [];
}

/** The number at the end of an id, which the first of its name has not. */
function numberOf(iri: string): number {
  return Number(/-(\d+)$/.exec(iri)?.[1] ?? 1);
}

/**
 * Show messages at their fields, and all of them in one place with a way to each field.
 * @param every also those of fields to which nobody has come yet.
 */
function tell(findings: Finding[], faults: Told[] = [], every = pressed): Told[] {
  const found = [...faults];
  for (const finding of findings) {
    const owner = partsOf(finding, findings);
    const one = owner.find((part) => part.field.predicate === finding.path) ?? owner.find((part) => !finding.path && isNamed(finding.message, part.field.predicate));
    const whose = owner === parts ? "" : `${finding.label ?? finding.focus}: `;
    found.push([one, finding.severity, one ? inWords(finding.message) : whose + inWords(finding.message)]);
  }
  const all = found.filter(([one]) => !one || every || !isAwaited(one)).map(([one, severity, text]): Told => [one, severity, one?.field.name === "label" && isEmpty(one.get()) ? GIVE : text]);
  for (const one of everything()) one.tell(all.filter(([part]) => part === one).map(([, severity, text]): [string, string] => [severity, text]));
  const names = namesOf();
  others.replaceChildren(
    ...all.map(([one, severity, text]) => {
      const line = document.createElement("li");
      line.className = severity;
      if (one) line.append(wayTo(one, names), " ");
      line.append(text);
      return line;
    }),
  );
  return all;
}

/** What a field is called, with the new thing that it is of. */
function namesOf(): Map<FieldPart, string> {
  const owned = draftsIn(parts).flatMap((draft) => draft.parts.map((part): [FieldPart, string] => [part, `${part.field.label} of ${draft.name() || `the new ${draft.kind}`}`]));
  return new Map([...parts.map((part): [FieldPart, string] => [part, part.field.label]), ...owned]);
}

function wayTo(one: FieldPart, names: Map<FieldPart, string>): HTMLButtonElement {
  const name = names.get(one) ?? one.field.label;
  return button(name, () => one.focus(), `Go to ${name}`);
}

/** Say how many fields must still be given, with ways to the first of them. */
function stillToGive(left: FieldPart[], shown = NAMED): (string | Node)[] {
  if (!left.length) return [];
  const said = `${left.length} field${left.length === 1 ? "" : "s"} must still be given`;
  if (!shown) return [`${said}.`]; // all of them are in the list below
  const names = namesOf();
  const more = left.length - shown;
  return [`${said}: `, ...left.slice(0, shown).flatMap((one) => [wayTo(one, names), " "]), more > 0 ? `and ${more} more.` : ""];
}

/** Whether a message without a path speaks of a property, as "add rg:hasScenario" does. */
function isNamed(message: string, predicate: string): boolean {
  const names = message.match(/\w+:\w+/g) ?? [];
  return names.some((name) => name.split(":")[1] === predicate.replace(/^.*[#/]/, ""));
}

/** Whether a field of something new is empty because nobody has come to it yet. */
function isAwaited(one: FieldPart): boolean {
  return isEmpty(one.get()) && !one.touched() && (!described.thing || !parts.includes(one));
}

function say(...text: (string | Node)[]): void {
  const pasted = everything().filter((one) => one.lost());
  const lost = pasted.reduce((sum, one) => sum + one.lost(), 0);
  state.replaceChildren(...text);
  if (!lost) return;
  const words = `${lost} pasted cell${lost === 1 ? " was" : "s were"} not understood`;
  state.append(" ", button(words, () => pasted[0].lost(true), `${words}: show ${lost === 1 ? "it" : "them"}`));
}

/** All fields of the form, those of new things inside it as well. */
function everything(): FieldPart[] {
  return [...parts, ...draftsIn(parts).flatMap((draft) => draft.parts)];
}

/** Show field by field what is going to change, and ask for a message. */
async function show(): Promise<void> {
  if (dialog.open) return;
  window.clearTimeout(timer);
  pressed = true;
  const left = missing(parts);
  if (left.length && token.value) {
    again = null;
    asked++; // what a check that is under way will say is less than this
    tell([], left.map((one): Told => [one, "Violation", GIVE]));
    say(...stillToGive(left, 0));
    left[0].focus();
    return;
  }
  if ((!(await check(true)) && !wantsReview) || dialog.open) {
    if (dialog.open) return;
    if (wrongToken) token.select();
    (wrongToken ? token : (place.querySelector<HTMLElement>(".wrong :is(input, textarea, select, button)") ?? (token.value ? null : token)))?.focus();
    return;
  }
  const heading = document.createElement("h2");
  heading.textContent = "What will change";
  const label = document.createElement("label");
  const message = document.createElement("input");
  message.type = "text";
  message.id = unique("message");
  message.placeholder = summary(parts, described.label, nameOf(), !described.thing, same);
  label.htmlFor = message.id;
  label.textContent = "What is it for?";
  const key = onceKey();
  const save = button("Save", () => void store(message.value.trim(), key, save));
  save.className = "main";
  const suggest = button("Propose it instead", () => void propose(message.value.trim() || message.placeholder, key, suggest));
  const actions = document.createElement("p");
  if (wantsReview) suggest.textContent = "Propose it";
  else actions.append(save, " ");
  actions.append(suggest, " ", button("Back to the form", () => dialog.close()));
  const holder = document.createElement("div");
  holder.className = "scroll";
  holder.tabIndex = 0;
  holder.append(review(parts, described.thing ? before : null, same));
  const told = document.createElement("p");
  told.role = "status";
  dialog.replaceChildren(heading, holder, label, message, actions, told);
  dialog.showModal();
}

async function store(message: string, key: string, save: HTMLButtonElement): Promise<void> {
  if (busy) return;
  busy = save.disabled = true;
  save.textContent = "Saving …";
  const told = dialog.querySelector<HTMLElement>("[role=status]")!;
  told.textContent = "";
  try {
    const answer = await send(false, message, key);
    const body = (await answer.json()) as Answered;
    dialog.close();
    if (!heed(answer, body)) return;
    forget();
    leaving = true;
    saved(body.commit?.revision ?? 0);
    const made = body.results?.[0];
    const href = described.thing?.href ?? String(made?.href ?? made?.body?.href ?? "");
    location.href = described.pages + href.replace(described.api, "");
  } catch {
    told.textContent = "The service cannot be reached, so it is not known whether this was saved. Press Save again: it is saved once, however often you press. What you typed is kept in this browser.";
    save.textContent = "Save";
  } finally {
    busy = save.disabled = false;
  }
}

/** Have others look at the change before it is made. */
async function propose(title: string, key: string, act: HTMLButtonElement): Promise<void> {
  if (busy) return;
  busy = act.disabled = true;
  const told = dialog.querySelector<HTMLElement>("[role=status]")!;
  told.textContent = "";
  try {
    const answer = await fetch(`${described.api}proposals`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, ...authority() },
      body: JSON.stringify({ title, operations: operations().map((one) => one.operation) }),
    });
    const body = (await answer.json()) as Answered & { proposal?: { number: number } };
    if (!answer.ok) {
      dialog.close();
      heed(answer, body);
      return;
    }
    forget();
    leaving = true;
    location.href = `${described.pages}proposals/${body.proposal!.number}`;
  } catch {
    told.textContent = "The service cannot be reached, so it is not known whether this was proposed. Press the button again: it is proposed once, however often you press.";
  } finally {
    busy = act.disabled = false;
  }
}

/**
 * Somebody else was faster. What only they changed comes into the form, what only the writer changed
 * stays, and of what both changed the writer chooses.
 */
function conflict(asking: boolean): void {
  void (async () => {
    const { body: theirs, etag: now } = await read(described.thing!.href);
    const answer = await fetch(`${described.changes}/${revision}`, { headers: authority(), cache: "no-store" });
    const changes = answer.ok ? ((await answer.json()) as Change[]) : [];
    await released();
    const found = overlap(parts, before, theirs, (one) => !same(one));
    const take = async (choices: Map<FieldPart, Choice>): Promise<void> => {
      await merge(found, before, theirs, choices);
      before = theirs;
      etag = now;
      revision = changes[0]?.revision ?? revision;
      await loadSteps();
      for (const one of parts) one.renew();
      showOrder();
      keepDraft();
      dialog.close();
      const own = parts.filter((one) => !same(one));
      const came = [...found.theirs, ...found.both.filter((one) => choices.get(one) !== "mine")];
      merged.replaceChildren(...byWhom(changes), came.length ? `: ${labelsOf(came)}. That is in the form now` : "", own.length ? `. Your edits stay: ${labelsOf(own)}.` : ".");
      merged.hidden = !changes.length && !came.length;
      void check();
    };
    if (!found.both.length) await take(new Map());
    else {
      say(...byWhom(changes), `, and you both changed: ${labelsOf(found.both)}. `, button("Choose what to keep", () => conflict(true)));
      if (asking) ask(dialog, found, before, theirs, changes, (choices) => void take(choices));
    }
  })().catch((error: unknown) => say(`${error instanceof Error ? error.message : String(error)} What you typed is kept in this browser.`));
}

function remove(): void {
  const heading = document.createElement("h2");
  heading.textContent = `Delete this ${described.label}?`;
  const actions = document.createElement("p");
  const told = document.createElement("div");
  told.role = "status";
  const sure = button("Delete", () => {
    void (async () => {
      if (busy) return;
      busy = sure.disabled = true;
      try {
        const answer = await fetch(described.thing!.href, { method: "DELETE", headers: { "If-Match": etag, ...authority() } });
        if (answer.ok) {
          forget();
          leaving = true;
          location.href = described.pages + described.plural;
        } else if (answer.status === 412) conflict(true);
        else told.replaceChildren(...refusal((await answer.json()) as Problem, answer.status, described.pages));
      } finally {
        busy = sure.disabled = false;
      }
    })();
  });
  actions.append(sure, " ", button("Keep it", () => dialog.close()));
  dialog.replaceChildren(heading, told, actions);
  dialog.showModal();
}
