// Takes a commit back, with the token of whoever does so.
import { button } from "./controls";
import { rememberedToken, tokenField } from "./token";

const place = document.querySelector<HTMLElement>(".revert")!;
const told = place.querySelector<HTMLElement>(".told")!;
const token = tokenField("revert-token");
const act = button("Take it back", () => void revert());
act.className = "main";
told.before(token.element, act);

async function revert(): Promise<void> {
  told.textContent = "Checking …";
  const answer = await fetch(place.dataset.address!, { method: "POST", headers: { Authorization: `Bearer ${rememberedToken()}` } });
  const body = await answer.json();
  if (answer.ok) location.href = `${place.dataset.pages}${body.revision}`;
  else told.textContent = body.detail ?? `The service answered ${answer.status}.`;
}
