// Takes a commit back, with the token of whoever does so.
import { rememberedToken, tokenField } from "./token";

const place = document.querySelector<HTMLElement>(".revert")!;
const told = place.querySelector<HTMLElement>(".told")!;
const token = tokenField("revert-token");
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
  told.textContent = "Checking …";
  const answer = await fetch(place.dataset.address!, { method: "POST", headers: { Authorization: `Bearer ${rememberedToken()}` } });
  const body = await answer.json();
  if (answer.ok) location.href = `${place.dataset.pages}${body.revision}`;
  else told.textContent = body.detail ?? `The service answered ${answer.status}.`;
}
