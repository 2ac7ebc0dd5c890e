// Writes things: a form led by the shapes, live findings from dry runs, a review, and the save.
import { ask, byWhom, labelsOf, merge, overlap, type Change, type Choice } from "./conflict";
import type { Answered, Described } from "./described";
import { button } from "./dom";
import { Edited } from "./edited";
import type { FieldPart } from "./field";
import { forget } from "./kept";
import { layOut, notLoaded } from "./layout";
import { GIVE, Messages, type Told } from "./messages";
import { momentInWords } from "./moment";
import { released, watchPresses } from "./presses";
import { needsReview, refusal, type Finding } from "./refusal";
import { review } from "./review";
import { Saving } from "./saving";
import { tokenField } from "./token";
import { missing } from "./writing";

const PAUSE = 700; // milliseconds without a key before a dry run

const place = document.querySelector<HTMLElement>("#form")!;
const described = JSON.parse(place.dataset.form!) as Described;

let timer = 0;
let asked = 0;
let leaving = false;
let again: (() => void) | null = null; // shows once more what the last check said
let pressed = false; // once somebody wants to save, all that is missing is told
let wrongToken = false;
let wantsReview = false; // what is wrong is only that nobody else has looked at it

const state = document.createElement("p");
state.className = "state";
state.role = "status";
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
dialog.className = "panel";

const edited = new Edited(described, (): Record<string, string> => (token.value ? { Authorization: `Bearer ${token.value}` } : {}));
const { parts } = edited;
const messages = new Messages(edited);
const saving = new Saving(edited, dialog, { heed, overtaken: () => conflict(true), leave: () => (leaving = true) });
const form = layOut(edited, signing, back, { content: [merged, state, messages.others, changing], save: () => void show(), remove: () => saving.remove() });
try {
  await edited.load();
  await putBack();
} catch (error) {
  place.append(notLoaded(error));
  throw error;
}
// It is shown once it holds what is there: what is typed sooner would be written over.
place.append(form, dialog);
watchPresses();
document.addEventListener("input", (event) => {
  if (!dialog.contains(event.target as Node) && place.contains(event.target as Node) && event.target !== token) later();
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && edited.isDirty()) event.preventDefault();
});
// A field that is left without its value is told of it, and no other.
form.addEventListener("focusout", () => void released().then(() => again?.()));
place.dataset.ready = "";
if (token.value) void check();

/** Put back what was typed here before and not saved, and say so. */
async function putBack(): Promise<void> {
  const found = await edited.putBack();
  if (!found) return;
  const when = momentInWords(found.draft.time);
  const changed = found.overtaken ? ` The ${described.label} has been changed since then; what you both changed is asked about before anything is saved.` : "";
  back.replaceChildren(
    `This is your draft of ${when}, which was not saved.${changed} `,
    button("Throw the draft away", () => {
      forget();
      leaving = true;
      location.reload();
    }),
  );
  back.hidden = false;
}

function later(): void {
  again = null;
  asked++; // what a check under way will say is of another form than this
  for (const one of parts) one.renew();
  edited.showOrder();
  edited.keepDraft();
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
  if (!edited.operations().length) {
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
    const answer = await edited.send(true);
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
    const can = `It can be ${described.proposal ? "proposed" : "saved"}`;
    say(shown.length ? `${can}; something should still be fixed.` : `${can}.`);
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
  const fields = edited.changed().length;
  summary.textContent = `What it would change: ${fields} field${fields === 1 ? "" : "s"}`;
  holder.append(summary, review(parts, described.thing ? edited.before : null, edited.same));
  return holder;
}

/** Say what is wrong, of the fields in which somebody was. */
function explain(told: Answered): void {
  // That something new is not there follows from what is wrong with it.
  const errors = told.errors ?? [];
  const causes = errors.filter((fault) => !fault.detail.includes("'_:"));
  const faults = (causes.length ? causes : errors).map((fault): Told => [messages.byPointer(fault.pointer), "Violation", fault.detail]);
  const must = tell(told.findings ?? [], faults).filter(([, severity]) => severity === "Violation").length;
  const left = pressed ? [] : missing(parts).filter((one) => !one.touched());
  if (wantsReview) say("It can be proposed: the status “approved” comes from a review.");
  else if (!must && !left.length) say("It cannot be saved yet.");
  else say(must ? `${must} thing${must === 1 ? "" : "s"} must be fixed first. ` : "", ...messages.stillToGive(left));
}

function tell(findings: Finding[], faults: Told[] = [], every = pressed): Told[] {
  return messages.tell(findings, faults, every);
}

function say(...text: (string | Node)[]): void {
  const pasted = messages.everything().filter((one) => one.lost());
  const lost = pasted.reduce((sum, one) => sum + one.lost(), 0);
  state.replaceChildren(...text);
  if (!lost) return;
  const words = `${lost} pasted cell${lost === 1 ? " was" : "s were"} not understood`;
  state.append(" ", button(words, () => pasted[0].lost(true), `${words}: show ${lost === 1 ? "it" : "them"}`));
}

/** Show field by field what is going to change once nothing is missing and the rules allow it. */
async function show(): Promise<void> {
  if (dialog.open) return;
  window.clearTimeout(timer);
  pressed = true;
  const left = missing(parts);
  if (left.length && token.value) {
    again = null;
    asked++; // what a check that is under way will say is less than this
    tell([], left.map((one): Told => [one, "Violation", GIVE]));
    say(...messages.stillToGive(left, 0));
    left[0].focus();
    return;
  }
  if ((!(await check(true)) && !wantsReview) || dialog.open) {
    if (dialog.open) return;
    if (wrongToken) token.select();
    (wrongToken ? token : (place.querySelector<HTMLElement>(".wrong :is(input, textarea, select, button)") ?? (token.value ? null : token)))?.focus();
    return;
  }
  saving.show(wantsReview);
}

/**
 * Somebody else was faster. What only they changed comes into the form, what only the writer changed
 * stays, and of what both changed the writer chooses.
 */
function conflict(asking: boolean): void {
  void (async () => {
    const { body: theirs, etag: now } = await edited.read(described.thing!.href);
    const answer = await fetch(`${described.changes}/${edited.revision}`, { headers: edited.authority(), cache: "no-store" });
    const changes = answer.ok ? ((await answer.json()) as Change[]) : [];
    await released();
    const found = overlap(parts, edited.before, theirs, (one) => !edited.same(one));
    const take = async (choices: Map<FieldPart, Choice>): Promise<void> => {
      await merge(found, edited.before, theirs, choices);
      edited.before = theirs;
      edited.etag = now;
      edited.revision = changes[0]?.revision ?? edited.revision;
      await edited.loadSteps();
      for (const one of parts) one.renew();
      edited.showOrder();
      edited.keepDraft();
      dialog.close();
      const own = edited.changed();
      const came = [...found.theirs, ...found.both.filter((one) => choices.get(one) !== "mine")];
      merged.replaceChildren(...byWhom(changes), came.length ? `: ${labelsOf(came)}. That is in the form now` : "", own.length ? `. Your edits stay: ${labelsOf(own)}.` : ".");
      merged.hidden = !changes.length && !came.length;
      void check();
    };
    if (!found.both.length) await take(new Map());
    else {
      say(...byWhom(changes), `, and you both changed: ${labelsOf(found.both)}. `, button("Choose what to keep", () => conflict(true)));
      if (asking) ask(dialog, found, edited.before, theirs, changes, (choices) => void take(choices));
    }
  })().catch((error: unknown) => say(`${error instanceof Error ? error.message : String(error)} What you typed is kept in this browser.`));
}
