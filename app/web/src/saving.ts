// The dialogs in which a change is saved, proposed to others, or in which a thing is deleted.
import type { Answered } from "./described";
import { button, unique } from "./dom";
import type { Edited } from "./edited";
import { forget } from "./kept";
import { onceKey } from "./once";
import { refusal, type Problem } from "./refusal";
import { review } from "./review";
import { saved } from "./saved";

/** What the form does about an answer of the service. */
export interface Outcome {
  /** Show an answer to a change; true where the change was made. */
  heed(answer: Response, told: Answered): boolean;
  /** Somebody else was faster. */
  overtaken(): void;
  /** The page is about to be left, and nothing is lost by that. */
  leave(): void;
}

export class Saving {
  private busy = false; // while something is written, a second click does nothing

  constructor(
    private readonly edited: Edited,
    private readonly dialog: HTMLDialogElement,
    private readonly outcome: Outcome,
  ) {}

  /**
   * Show field by field what is going to change, and ask for a message.
   * @param wantsReview whether it can only be proposed.
   */
  show(wantsReview: boolean): void {
    const { edited, dialog } = this;
    const heading = document.createElement("h2");
    const { proposal } = edited.described;
    const revised = Boolean(proposal?.open);
    heading.textContent = proposal ? "What it proposes now" : "What will change";
    const label = document.createElement("label");
    const message = document.createElement("input");
    message.type = "text";
    message.id = unique("message");
    if (!revised) message.placeholder = proposal?.title ?? edited.summary();
    label.htmlFor = message.id;
    label.textContent = revised ? "What did you change?" : "What is it for?";
    const key = onceKey();
    const save = button("Save", () => void this.store(message.value.trim(), key, save));
    save.className = "main";
    const suggest = button("Propose it instead", () => void this.propose(message.value.trim() || message.placeholder, key, suggest));
    const actions = document.createElement("p");
    if (proposal) {
      suggest.textContent = suggest.ariaLabel = "Propose it anew";
      suggest.className = "main";
    } else if (wantsReview) suggest.textContent = suggest.ariaLabel = "Propose it";
    else actions.append(save, " ");
    actions.append(suggest, " ", button("Back to the form", () => dialog.close()));
    const holder = document.createElement("div");
    holder.className = "scroll";
    holder.tabIndex = 0;
    holder.append(review(edited.parts, edited.described.thing ? edited.before : null, edited.same));
    const told = document.createElement("p");
    told.role = "status";
    dialog.replaceChildren(heading, holder, label, message, actions, told);
    dialog.showModal();
  }

  private async store(message: string, key: string, save: HTMLButtonElement): Promise<void> {
    if (this.busy) return;
    this.busy = save.disabled = true;
    save.textContent = "Saving …";
    const told = this.dialog.querySelector<HTMLElement>("[role=status]")!;
    told.textContent = "";
    const { described } = this.edited;
    try {
      const answer = await this.edited.send(false, message, key);
      const body = (await answer.json()) as Answered;
      this.dialog.close();
      if (!this.outcome.heed(answer, body)) return;
      saved(body.commit?.revision ?? 0);
      const made = body.results?.[0];
      const href = described.thing?.href ?? String(made?.href ?? made?.body?.href ?? "");
      this.leave(described.pages + href.replace(described.api, ""));
    } catch {
      told.textContent = "The service cannot be reached, so it is not known whether this was saved. Press Save again: it is saved once, however often you press. What you typed is kept in this browser.";
      save.textContent = "Save";
    } finally {
      this.busy = save.disabled = false;
    }
  }

  /** Have others look at the change before it is made. */
  private async propose(words: string, key: string, act: HTMLButtonElement): Promise<void> {
    if (this.busy) return;
    this.busy = act.disabled = true;
    const told = this.dialog.querySelector<HTMLElement>("[role=status]")!;
    told.textContent = "";
    const { described } = this.edited;
    const { proposal } = described;
    try {
      const revised = proposal?.open;
      const operations = this.edited.operations().map((one) => one.operation);
      const answer = await fetch(`${described.api}proposals${revised ? `/${proposal!.number}/revision` : ""}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key, ...this.edited.authority() },
        body: JSON.stringify(revised ? { text: words, operations } : { title: words, operations, ...(proposal ? { follows: proposal.number } : {}) }),
      });
      const body = (await answer.json()) as Answered & { proposal?: { number: number } };
      if (!answer.ok) {
        this.dialog.close();
        this.outcome.heed(answer, body);
        return;
      }
      this.leave(`${described.pages}proposals/${body.proposal!.number}`);
    } catch {
      told.textContent = "The service cannot be reached, so it is not known whether this was proposed. Press the button again: it is proposed once, however often you press.";
    } finally {
      this.busy = act.disabled = false;
    }
  }

  /** Ask whether the thing shall be deleted. */
  remove(): void {
    const { dialog } = this;
    const { described } = this.edited;
    const heading = document.createElement("h2");
    heading.textContent = `Delete this ${described.label}?`;
    const actions = document.createElement("p");
    const told = document.createElement("div");
    told.role = "status";
    const sure = button("Delete", () => void this.deleted(sure, told));
    actions.append(sure, " ", button("Keep it", () => dialog.close()));
    dialog.replaceChildren(heading, told, actions);
    dialog.showModal();
  }

  private async deleted(sure: HTMLButtonElement, told: HTMLElement): Promise<void> {
    if (this.busy) return;
    this.busy = sure.disabled = true;
    const { described, etag, authority } = this.edited;
    try {
      const answer = await fetch(described.thing!.href, { method: "DELETE", headers: { "If-Match": etag, ...authority() } });
      if (answer.ok) this.leave(described.pages + described.plural);
      else if (answer.status === 412) this.outcome.overtaken();
      else told.replaceChildren(...refusal((await answer.json()) as Problem, answer.status, described.pages));
    } finally {
      this.busy = sure.disabled = false;
    }
  }

  private leave(address: string): void {
    forget();
    this.outcome.leave();
    location.href = address;
  }
}
