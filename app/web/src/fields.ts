// Fields with their names, what helps to fill them, and findings beneath.
import { control } from "./controls";
import { unique } from "./dom";
import type { Control, Field, FieldPart, Source } from "./field";
import { lostCells } from "./lost";
import { many } from "./many";
import { unfold } from "./rows";
import type { Json } from "./values";

/**
 * A field of a form.
 * @param around the parts of the things that the field stands in, the innermost first.
 */
export function part(field: Field, source: Source, around: () => FieldPart[] = () => []): FieldPart {
  const element = document.createElement("div");
  element.className = "field";
  element.dataset.field = field.name;
  const title = document.createElement(field.single ? "label" : "span");
  title.className = "name";
  title.textContent = field.label;
  if (field.required) {
    const mark = document.createElement("span");
    mark.className = "required";
    mark.textContent = " must be given";
    title.append(mark);
  }
  const help = document.createElement("small");
  help.id = unique("help");
  help.textContent = field.description;
  const told = document.createElement("ul");
  told.className = "told plain";
  told.setAttribute("aria-live", "polite");
  told.id = unique("told");
  const lost = lostCells(); // what was pasted and not understood stays until it is dealt with
  const body = document.createElement("div");
  element.append(title, help, body, lost.element, told);
  const describe = (one: Control): void => {
    one.focusable.setAttribute("aria-describedby", `${help.id} ${told.id}`);
    if (field.required) one.focusable.setAttribute("aria-required", "true");
  };
  const focus = (): void => {
    unfold(element);
    focusable()?.focus();
  };
  let left = false;
  element.addEventListener("focusout", (event) => {
    const to = event.relatedTarget as Node | null;
    if ((event.target as HTMLElement).closest("[data-field]") === element && !element.contains(to)) left = true;
  });
  const touched = (): boolean => left;
  const focusable = (): HTMLElement | null => (body.querySelector<HTMLElement>("input, textarea, select") ?? body.querySelector<HTMLElement>("button"));
  const tell = (messages: [string, string][]): void => {
    element.classList.toggle("wrong", messages.some(([severity]) => severity === "Violation"));
    if (element.classList.contains("wrong")) unfold(element);
    told.replaceChildren(
      ...messages.map(([severity, text]) => {
        const line = document.createElement("li");
        line.className = severity;
        line.textContent = text;
        return line;
      }),
    );
  };

  if (field.single) {
    const one = control(field, source);
    one.focusable.id = unique(field.name);
    (title as HTMLLabelElement).htmlFor = one.focusable.id;
    describe(one);
    body.append(one.element);
    const restore = (state: Json): Promise<void> => Promise.resolve(one.set(state));
    const renew = (): void => one.renew?.();
    return { field, element, get: one.get, set: one.set, state: one.get, restore, focus, tell, open: () => Promise.resolve(), touched, renew, drafts: () => [], begin: () => Promise.resolve(""), put: one.set, lost: () => 0, order: () => [], moved: () => [], follow: () => {} };
  }
  return many(field, source, { element, title, body, lost, describe, focus, tell, touched }, around, part);
}
