// How a form is laid out: what is needed first, its fields in groups, and the bar that saves.
import { button } from "./dom";
import type { Edited } from "./edited";
import type { FieldPart } from "./field";
import { inOrder } from "./rows";
import type { TokenField } from "./token";

/** What stands in the bar at the foot of a form, and what its buttons do. */
export interface Bar {
  content: HTMLElement[];
  save(): void;
  remove(): void;
}

/** Why the form is not shown, and what to do. */
export function notLoaded(error: unknown): HTMLElement {
  const said = document.createElement("p");
  said.className = "callout bad";
  said.role = "alert";
  said.append(`The form could not be filled: ${error instanceof Error ? error.message : String(error)} `, button("Try again", () => location.reload()));
  return said;
}

/**
 * Lay a form out.
 * @param above what stands over all of it.
 */
export function layOut({ described, parts }: Edited, signing: TokenField, above: HTMLElement, bar: Bar): HTMLFormElement {
  const sign = document.createElement("section");
  sign.className = "panel signing";
  const hint = document.createElement("small");
  const keeper = document.documentElement.dataset.keeper;
  hint.textContent = `Writing needs a token: ask ${keeper ?? "whoever runs this service"}. It stays in this tab. Without one nothing is checked or saved.`;
  sign.append(signing.element, hint);

  const form = document.createElement("form");
  form.noValidate = true;
  if (!described.thing) form.className = "guided";
  // Of a new thing, what is needed comes first, in one panel.
  const needed = described.thing ? [] : inOrder(parts.filter((one) => one.field.first));
  const groups = new Map<string, FieldPart[]>();
  for (const one of parts.filter((one) => !needed.includes(one))) groups.set(one.field.group, [...(groups.get(one.field.group) ?? []), one]);
  const sections = [...groups].map(([group, members]) => panel(group || "More", members));
  if (needed.length) {
    const more = document.createElement("details");
    more.className = "more";
    const summary = document.createElement("summary");
    summary.textContent = `More: ${parts.length - needed.length} other fields`;
    more.append(summary, ...sections.splice(0));
    form.append(panel("What is needed first", needed), more);
  }
  const save = document.createElement("button");
  save.type = "submit";
  save.className = "main";
  save.textContent = described.proposal ? "Review and propose" : "Review and save";
  const foot = document.createElement("div");
  foot.className = "save-bar";
  foot.append(...bar.content, save);
  if (described.thing) foot.append(" ", button("Delete", () => bar.remove()));
  form.prepend(above, sign);
  form.append(...sections, foot);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    bar.save();
  });
  watchBar(form, foot);
  return form;
}

function panel(name: string, members: FieldPart[]): HTMLFieldSetElement {
  const section = document.createElement("fieldset");
  section.className = "panel";
  const legend = document.createElement("legend");
  legend.textContent = name;
  section.append(legend, ...members.map((one) => one.element));
  return section;
}

function watchBar(form: HTMLFormElement, bar: HTMLElement): void {
  // What has the focus is never behind the bar.
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingBottom = `${bar.offsetHeight + 24}px`;
  }).observe(bar);
  // Browsers scroll to the caret of a text field alone, and the rest of it may stay behind the bar.
  form.addEventListener("focusin", (event) => {
    if (!bar.contains(event.target as Node)) (event.target as HTMLElement).scrollIntoView({ block: "nearest" });
  });
}
