// Comments on a proposal, approves, declines or withdraws it, with the token of whoever does so.
import { button, unique } from "./controls";
import { onceKey } from "./once";
import { refusal, type Problem } from "./refusal";
import { rememberedToken, tokenField } from "./token";

const place = document.querySelector<HTMLElement>(".decide")!;
const told = place.querySelector<HTMLElement>(".told")!;
const token = tokenField("proposal-token");
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
for (const [words, path, main] of [
  ["Comment", "remarks", false],
  ["Approve", "approval", true],
  ["Decline", "refusal", false],
  ["Withdraw", "withdrawal", false],
] as [string, string, boolean][]) {
  const act = button(words, () => void (act.type === "button" && send(path)));
  if (main) act.className = "main";
  if (path === "remarks") act.type = "submit"; // as Enter does
  acts.append(act, " ");
}
const box = document.createElement("div");
box.append(label, text);
const form = document.createElement("form"); // browsers complain of a secret outside of one
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send("remarks");
});
form.append(token.element, box, acts);
told.before(form);
place.dataset.ready = "";

async function send(path: string): Promise<void> {
  if (busy) return;
  busy = true;
  told.textContent = "Sending …";
  try {
    const answer = await fetch(`${place.dataset.address}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key, Authorization: `Bearer ${rememberedToken()}` },
      body: JSON.stringify({ text: text.value.trim() }),
    });
    key = onceKey();
    const body = (await answer.json()) as Problem;
    if (answer.ok) location.reload();
    else told.replaceChildren(...refusal(body, answer.status, place.dataset.pages!));
  } catch {
    told.textContent = "The service cannot be reached, so it is not known whether this arrived. Press the button again: it is done once.";
  } finally {
    busy = false;
  }
}
