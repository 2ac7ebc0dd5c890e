// Writes things: a form led by the shapes, live findings from dry runs, a review, and the save.
import { button, idOf, labelOf, unique, type Field, type Json } from "./controls";
import { difference } from "./difference";
import { part, type FieldPart } from "./fields";
import { reordered, type Chain } from "./order";
import { tokenField } from "./token";

interface Described {
  plural: string;
  label: string;
  api: string;
  pages: string;
  thing: { id: string; href: string } | null;
  given: Record<string, string[]>;
  fields: Field[];
}

interface Finding {
  severity: string;
  rule: string;
  focus?: string;
  label?: string;
  path?: string;
  message: string;
}

interface Operation {
  method: string;
  path: string;
  body?: Json;
  ifMatch?: string;
}

type Thing = Record<string, Json>;

const PAUSE = 700; // milliseconds without a key before a dry run

const place = document.querySelector<HTMLElement>("#form")!;
const described = JSON.parse(place.dataset.form!) as Described;
const parts = described.fields.map((field) => part(field, described.api));

let before: Thing = {};
let steps = new Map<string, Thing>(); // things inside this one that have an order, whole
let etag = "";
let timer = 0;
let asked = 0;

const state = document.createElement("p");
state.className = "state";
state.role = "status";
const others = document.createElement("ul");
others.className = "told plain others";
const changing = document.createElement("div");
const signing = tokenField("token", () => void check());
const token = signing.input;
const dialog = document.createElement("dialog");

layOut();
await load();
document.addEventListener("input", (event) => {
  if (!dialog.contains(event.target as Node) && (event.target as Node) !== document.querySelector("#top-search")) later();
});
place.dataset.ready = "";
if (token.value) void check();

function layOut(): void {
  const sign = document.createElement("section");
  sign.className = "panel";
  const hint = document.createElement("small");
  hint.textContent = "Who may write has a token; it is kept in this tab only. Without one the form can be filled in, but neither checked nor saved.";
  sign.append(signing.element, hint);

  const form = document.createElement("form");
  form.noValidate = true;
  const groups = new Map<string, FieldPart[]>();
  for (const one of parts) groups.set(one.field.group, [...(groups.get(one.field.group) ?? []), one]);
  const sections = [...groups].map(([group, members]) => {
    const section = document.createElement("fieldset");
    section.className = "panel";
    const legend = document.createElement("legend");
    legend.textContent = group || "More";
    section.append(legend, ...members.map((one) => one.element));
    return section;
  });
  const save = document.createElement("button");
  save.type = "submit";
  save.className = "main";
  save.textContent = "Review and save";
  const bar = document.createElement("div");
  bar.className = "save-bar";
  bar.append(state, others, changing, save);
  if (described.thing) bar.append(" ", button("Delete", remove));
  form.append(sign, ...sections, bar);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void review();
  });
  dialog.className = "panel";
  place.append(form, dialog);
}

async function load(): Promise<void> {
  if (!described.thing) {
    for (const one of parts) {
      const given = described.given[one.field.name];
      if (!given) continue;
      const values = given.map((text): Json => (one.field.input === "link" ? { id: text } : one.field.input === "number" ? Number(text) : text));
      one.set(one.field.single ? values[0] : values);
    }
    return;
  }
  const answer = await fetch(described.thing.href, { headers: { Accept: "application/json", ...authority() }, cache: "no-store" });
  before = (await answer.json()) as Thing;
  etag = answer.headers.get("etag") ?? "";
  await loadSteps();
  for (const one of parts) one.set(before[one.field.name] ?? null);
  showOrder();
}

/** Read the things inside this one that have an order, to know which follows which. */
async function loadSteps(): Promise<void> {
  const ordered = parts.filter((one) => one.field.inner?.order).map((one) => one.field.name);
  if (!ordered.length) return;
  const answer = await fetch(`${described.thing!.href}?expand=${ordered.join(",")}`, { headers: { Accept: "application/json", ...authority() }, cache: "no-store" });
  const whole = (await answer.json()) as Thing;
  steps = new Map(ordered.flatMap((name) => list(whole[name]).map((one): [string, Thing] => [idOf(one), one as Thing])));
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Which thing follows which within a field, as the form stands now. */
function chainOf(one: FieldPart): Chain {
  const name = one.field.inner?.chain ?? "";
  const known: Chain = new Map([...steps].map(([id, step]) => [id, list(step[name]).map(idOf)]));
  return reordered(list(before[one.field.name]).map(idOf), known, one.order(), one.moved());
}

function showOrder(): void {
  for (const one of parts) if (one.field.inner?.chain) one.follow(chainOf(one));
}

function authority(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}

/** The values of a form part as the API takes them; links by their ids. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object" && "id" in value) return { id: value.id };
  return value;
}

function same(one: FieldPart): boolean {
  const old = before[one.field.name] ?? (one.field.single ? null : []);
  return JSON.stringify(plain(old)) === JSON.stringify(plain(one.get()));
}

function body(from: FieldPart[], whole: boolean): Thing {
  const answer: Thing = {};
  for (const one of from) {
    const value = plain(one.get());
    const empty = value === null || (Array.isArray(value) && !value.length);
    if (whole ? !empty : !same(one)) answer[one.field.name] = value;
  }
  return answer;
}

/** All that has to be written, as one commit: the thing, new things inside it, and their order. */
function operations(): Operation[] {
  const self = described.thing?.id ?? "_:self";
  const answer: Operation[] = [];
  const own = body(parts, !described.thing);
  const root = `${described.api}${described.plural}`;
  if (!described.thing) answer.push({ method: "POST", path: root, body: { id: self, ...own } });
  else if (Object.keys(own).length) answer.push({ method: "PATCH", path: described.thing.href, body: own, ifMatch: etag });
  for (const one of parts) {
    const inner = one.field.inner;
    if (!inner) continue;
    const changes = new Map<string, Thing>();
    if (inner.order && !same(one)) {
      const chain = chainOf(one);
      one.order().forEach((id, place) => {
        const step = steps.get(id) ?? {};
        const change: Thing = {};
        if (step[inner.order!] !== place + 1) change[inner.order!] = place + 1;
        const after = chain.get(id) ?? [];
        if (inner.chain && after.join(" ") !== list(step[inner.chain]).map(idOf).join(" ")) change[inner.chain] = after.map((id) => ({ id }));
        if (Object.keys(change).length) changes.set(id, change);
      });
    }
    for (const draft of one.drafts()) {
      const written: Thing = { id: draft.id, ...body(draft.parts, true), ...(changes.get(draft.id) ?? {}) };
      if (inner.back) written[inner.back] = { id: self };
      answer.push({ method: "POST", path: `${described.api}${inner.plural}`, body: written });
      changes.delete(draft.id);
    }
    const options = before[one.field.name];
    for (const [id, change] of changes) {
      const link = Array.isArray(options) ? options.find((option) => idOf(option) === id) : undefined;
      const href = link && typeof link === "object" && !Array.isArray(link) ? String(link.href ?? "") : "";
      if (href) answer.push({ method: "PATCH", path: href, body: change, ifMatch: "*" });
    }
  }
  return answer;
}

async function send(dry: boolean, message = ""): Promise<Response> {
  return fetch(`${described.api}batch${dry ? "?dry-run=true" : ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authority() },
    body: JSON.stringify({ operations: operations(), ...(message ? { message } : {}) }),
  });
}

function later(): void {
  showOrder();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void check(), PAUSE);
}

/** Run the change without storing it, and show what the shapes say; true where it can be saved. */
async function check(): Promise<boolean> {
  const mine = ++asked;
  if (!token.value) {
    say("Give a token to have the form checked.");
    return false;
  }
  if (!operations().length) {
    show([]);
    changing.replaceChildren();
    say("Nothing has been changed.");
    return false;
  }
  say("Checking …");
  const answer = await send(true);
  const told = await answer.json();
  if (mine !== asked) return false; // typed on meanwhile
  return heed(answer, told);
}

function heed(answer: Response, told: { commit?: { findings: Finding[]; patch?: string }; patch?: string; findings?: Finding[]; errors?: { pointer: string; detail: string }[]; detail?: string }): boolean {
  changing.replaceChildren(...difference(told.commit?.patch ?? told.patch ?? ""));
  if (answer.ok) {
    const findings = told.commit?.findings ?? [];
    show(findings);
    say(findings.length ? "It can be saved; something should still be fixed." : "It can be saved.");
    return true;
  }
  if (told.findings) {
    show(told.findings);
    const must = told.findings.filter((finding) => finding.severity === "Violation").length;
    say(`${must} thing${must === 1 ? "" : "s"} must be fixed first.`);
  } else if (told.errors) {
    show(told.errors.map((fault) => ({ severity: "Violation", rule: "", message: fault.detail, path: byPointer(fault.pointer) })));
    say("Some values cannot be used.");
  } else if (answer.status === 412) conflict();
  else say(told.detail ?? `The service answered ${answer.status}.`);
  return false;
}

/** The property that a JSON pointer into a batch stands for, where it is a field of this form. */
function byPointer(pointer: string): string {
  const found = /^\/operations\/0\/body\/([^/]+)/.exec(pointer);
  return parts.find((one) => one.field.name === found?.[1])?.field.predicate ?? "";
}

function show(findings: Finding[]): void {
  const own = (finding: Finding): boolean =>
    !finding.focus || (described.thing ? finding.focus === described.thing.id : finding.focus.includes(`/${described.plural}/`));
  const left = new Set(findings);
  for (const one of parts) {
    const mine = findings.filter((finding) => own(finding) && finding.path === one.field.predicate);
    mine.forEach((finding) => left.delete(finding));
    one.tell(mine.map((finding) => [finding.severity, finding.message]));
  }
  others.replaceChildren(
    ...[...left].map((finding) => {
      const line = document.createElement("li");
      line.className = finding.severity;
      line.textContent = own(finding) ? finding.message : `${finding.label ?? finding.focus}: ${finding.message}`;
      return line;
    }),
  );
}

function say(text: string): void {
  state.textContent = text;
}

/** Show field by field what is going to change, and ask for a message. */
async function review(): Promise<void> {
  window.clearTimeout(timer);
  if (!(await check())) {
    place.querySelector<HTMLElement>(".wrong input, .wrong textarea, .wrong select, .wrong button")?.focus();
    return;
  }
  const heading = document.createElement("h2");
  heading.textContent = "What will change";
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const text of ["Field", "Before", "After"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const rows = table.createTBody();
  for (const one of parts) {
    if (same(one)) continue;
    const row = rows.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = one.field.label;
    row.append(name);
    for (const [value, kind] of [[before[one.field.name] ?? null, "went"], [one.get(), "came"]] as [Json, string][]) {
      const cell = row.insertCell();
      cell.className = kind;
      const list = document.createElement("ul");
      list.className = "plain";
      for (const each of Array.isArray(value) ? value : value === null ? [] : [value]) {
        const line = document.createElement("li");
        line.textContent = named(one, each);
        list.append(line);
      }
      cell.append(list);
    }
  }
  const label = document.createElement("label");
  const message = document.createElement("input");
  message.id = unique("message");
  label.htmlFor = message.id;
  label.textContent = "What is it for?";
  const save = button("Save", () => void store(message.value.trim()));
  save.className = "main";
  const actions = document.createElement("p");
  actions.append(save, " ", button("Back to the form", () => dialog.close()));
  const holder = document.createElement("div");
  holder.className = "scroll";
  holder.tabIndex = 0;
  holder.append(table);
  dialog.replaceChildren(heading, holder, label, message, actions);
  dialog.showModal();
}

/** A value as people know it: the label of a thing rather than its id. */
function named(one: FieldPart, value: Json): string {
  const id = idOf(value);
  if (id.startsWith("_:")) return `new ${one.field.inner?.label ?? "thing"}`;
  const label = labelOf(value);
  return label !== id ? label : (one.field.options?.find((option) => option.id === id)?.label ?? label);
}

async function store(message: string): Promise<void> {
  const answer = await send(false, message);
  const told = await answer.json();
  dialog.close();
  if (!heed(answer, told)) return;
  const results = told.results as { body?: Thing; href?: string }[] | undefined;
  const made = results?.[0];
  const href = described.thing?.href ?? String(made?.href ?? made?.body?.href ?? "");
  location.href = described.pages + href.replace(described.api, "");
}

/** Somebody else was faster: show what differs, and let the writer choose. */
function conflict(): void {
  void (async () => {
    const answer = await fetch(described.thing!.href, { headers: { Accept: "application/json", ...authority() }, cache: "no-store" });
    const theirs = (await answer.json()) as Thing;
    const differing = parts.filter((one) => JSON.stringify(theirs[one.field.name]) !== JSON.stringify(before[one.field.name]));
    const heading = document.createElement("h2");
    heading.textContent = "Somebody changed it meanwhile";
    const list = document.createElement("ul");
    for (const one of differing) {
      const line = document.createElement("li");
      const value = theirs[one.field.name] ?? null;
      line.textContent = `${one.field.label}: ${(Array.isArray(value) ? value : [value]).map((each) => named(one, each)).join("; ")}`;
      list.append(line);
    }
    const actions = document.createElement("p");
    actions.append(
      button("Keep mine, on top of theirs", () => {
        for (const one of differing) if (same(one)) one.set(theirs[one.field.name] ?? null);
        before = theirs;
        void loadSteps().then(showOrder);
        etag = answer.headers.get("etag") ?? "";
        dialog.close();
        void check();
      }),
      " ",
      button("Take theirs", () => location.reload()),
    );
    dialog.replaceChildren(heading, list, actions);
    dialog.showModal();
    say("Somebody changed it meanwhile.");
  })();
}

function remove(): void {
  const heading = document.createElement("h2");
  heading.textContent = `Delete this ${described.label}?`;
  const actions = document.createElement("p");
  const sure = button("Delete", () => {
    void (async () => {
      const answer = await fetch(described.thing!.href, { method: "DELETE", headers: { "If-Match": etag, ...authority() } });
      dialog.close();
      if (answer.ok) location.href = described.pages + described.plural;
      else heed(answer, await answer.json());
    })();
  });
  actions.append(sure, " ", button("Keep it", () => dialog.close()));
  dialog.replaceChildren(heading, actions);
  dialog.showModal();
}
