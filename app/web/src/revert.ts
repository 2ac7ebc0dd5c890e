// Takes a commit back, with the token of whoever does so.
import { onceKey } from "./once";
import { refusal, type Problem } from "./refusal";
import { rememberedToken, tokenField } from "./token";

const place = document.querySelector<HTMLElement>(".revert")!;
const told = place.querySelector<HTMLElement>(".told")!;
const token = tokenField("revert-token");
let key = onceKey(); // for this try; an answer ends it
const form = document.createElement("form");
const act = document.createElement("button");
act.className = "main";
act.textContent = "Take it back";
form.append(token.element, act);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void revert();
});
told.before(form);

async function revert(): Promise<void> {
  if (act.disabled) return;
  act.disabled = true;
  told.textContent = "Checking …";
  try {
    const answer = await fetch(place.dataset.address!, { method: "POST", headers: { Authorization: `Bearer ${rememberedToken()}`, "Idempotency-Key": key } });
    key = onceKey();
    const body = (await answer.json()) as Problem & { revision?: number };
    if (answer.ok) location.href = `${place.dataset.pages}${body.revision}`;
    else told.replaceChildren(...refusal(body, answer.status, place.dataset.pages!.replace(/changes\/$/, "")));
  } catch {
    told.textContent = "The service cannot be reached, so it is not known whether it was taken back. Press the button again: it is done once.";
  } finally {
    act.disabled = false;
  }
}
