// Comments on a proposal, asks for changes of it, approves, declines or withdraws it, with the token of whoever does so.
import { button, unique } from "./dom";
import { onceKey } from "./once";
import { refusal, type Problem } from "./refusal";
import { rememberedToken, tokenField } from "./token";

const place = document.querySelector<HTMLElement>(".decide")!;
const told = place.querySelector<HTMLElement>(".told")!;
const token = tokenField("proposal-token", () => void permit());
const text = document.createElement("textarea");
const label = document.createElement("label");
text.id = unique("remark");
text.rows = 3;
text.maxLength = 4000;
label.htmlFor = text.id;
label.textContent = "Your words";
const acts = document.createElement("p");
acts.className = "actions";
let key = onceKey(); // for this try; an answer ends it
let busy = false;
let seen = Number(place.dataset.remarks); // remarks that stand on the page
const why = document.createElement("ul"); // why something cannot be pressed
why.className = "plain note";
why.setAttribute("aria-live", "polite");
const buttons = new Map<string, HTMLButtonElement>();
for (const [words, path, main] of [
  ["Comment", "remarks", false],
  ["Approve", "approval", true],
  ["Ask for changes", "change-request", false],
  ["Decline", "refusal", false],
  ["Withdraw", "withdrawal", false],
] as [string, string, boolean][]) {
  const act = button(words, () => void (act.type === "button" && send(path)));
  if (main) act.className = "main";
  if (path === "remarks") act.type = "submit"; // as Enter does
  if (path === "withdrawal") act.hidden = true; // for whoever proposed it; others decline
  buttons.set(path, act);
  acts.append(act, " ");
}
const box = document.createElement("div");
box.append(label, text);
const form = document.createElement("form"); // browsers complain of a secret outside of one
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send("remarks");
});
form.append(token.element, box, acts, why);
told.before(form);
place.dataset.ready = "";
void permit();

interface Acts {
  not: Record<string, string>; // act → why not
  own: boolean; // whether they made the proposal
  remarks: { author: string; kind: string; text: string }[];
}

/** What whoever has the token may not do, and what was said by now; null where that cannot be asked. */
async function ask(): Promise<Acts | null> {
  if (!rememberedToken()) return null;
  try {
    const answer = await fetch(place.dataset.acts!, { headers: { Authorization: `Bearer ${rememberedToken()}` }, cache: "no-store" });
    return answer.ok ? ((await answer.json()) as Acts) : null; // what is pressed says what is wrong with a token
  } catch {
    return null;
  }
}

/** Leave only what somebody may do to be pressed, and say why not the rest. */
async function permit(): Promise<void> {
  const asked = await ask();
  const found = asked?.not ?? {};
  buttons.get("withdrawal")!.hidden = !asked?.own;
  // Who may withdraw it may give it another change as well: whoever proposed it, and administrators.
  place.querySelector<HTMLElement>(".revise")!.hidden = !asked || "withdrawal" in found;
  for (const [path, act] of buttons) act.disabled = path in found;
  why.replaceChildren(
    ...[...new Set([...buttons].filter(([path, act]) => path in found && !act.hidden).map(([path]) => found[path]))].map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }),
  );
}

/** Show what was said since the page was opened; true where there is something. */
async function hasMore(): Promise<boolean> {
  const later = ((await ask())?.remarks ?? []).slice(seen);
  if (!later.length) return false;
  const said = document.createElement("p");
  said.textContent = "You have not seen this yet:";
  const list = document.createElement("ul");
  for (const one of later) {
    const line = document.createElement("li");
    line.textContent = `${one.author}: ${one.text || one.kind}`;
    list.append(line);
  }
  const next = document.createElement("p");
  if (later.some((one) => one.kind === "revision")) next.append("The proposal was revised, so look at it again. ", button("Show it as it is now", () => location.reload()));
  else {
    next.textContent = "Press Approve again if you still approve.";
    seen += later.length;
  }
  told.replaceChildren(said, list, next);
  return true;
}

/** Ask for words where an act needs some. */
function needsWords(path: string): boolean {
  if (text.value.trim() || !["remarks", "refusal", "change-request"].includes(path)) return false;
  const said = document.createElement("p");
  said.textContent = {
    refusal: "Say under “Your words” why you decline it, so that others can go on.",
    "change-request": "Say under “Your words” what should be changed.",
    remarks: "Write your comment under “Your words” first.",
  }[path]!;
  told.replaceChildren(said);
  text.focus();
  return true;
}

async function send(path: string): Promise<void> {
  if (busy || needsWords(path)) return;
  busy = true;
  told.textContent = "Sending …";
  try {
    if (path === "approval" && (await hasMore())) return;
    const answer = await fetch(`${place.dataset.address}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, Authorization: `Bearer ${rememberedToken()}` },
      body: JSON.stringify({ text: text.value.trim(), ...(path === "approval" ? { seen } : {}) }),
    });
    key = onceKey();
    const body = (await answer.json()) as Problem;
    if (answer.ok) location.reload();
    else if (answer.status === 409 && (await hasMore())) return; // said in the very moment
    else told.replaceChildren(...refusal(body, answer.status, place.dataset.pages!));
  } catch {
    told.textContent = "The service cannot be reached, so it is not known whether this arrived. Press the button again: it is done once.";
  } finally {
    busy = false;
  }
}
