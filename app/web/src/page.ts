// What every page does with scripts: suggestions while typing in the search field, buttons that print,
// rows chosen all at once, plain forms that are sent once and know the token of this tab, and graphs.
import { saySaved } from "./saved";
import { suggest } from "./suggest";
import { rememberedToken, rememberToken } from "./token";

saySaved(document.querySelector<HTMLElement>("#main")!, document.querySelector<HTMLAnchorElement>("a.wordmark")!.href);

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggest(field);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A sheet of paper says when it was printed.
const paper = document.documentElement.dataset.paper;
window.addEventListener("beforeprint", () => {
  const day = new Date().toISOString().slice(0, 10);
  if (paper) document.documentElement.dataset.paper = `${paper} · printed on ${day}`;
});

for (const all of document.querySelectorAll<HTMLInputElement>("input[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const one of all.form?.querySelectorAll<HTMLInputElement>("input[name=thing]") ?? []) one.checked = all.checked;
  });
}

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-token]")) {
  field.value = rememberedToken();
  field.addEventListener("input", () => rememberToken(field.value));
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) {
  // The button that was pressed has to be in what is sent, so it is disabled afterwards.
  form.addEventListener("submit", () =>
    window.setTimeout(() => {
      for (const one of form.querySelectorAll("button")) one.disabled = true;
    }),
  );
  // Who comes back by the Back button finds it as it was.
  window.addEventListener("pageshow", () => {
    for (const one of form.querySelectorAll("button")) one.disabled = false;
  });
}

// The graph of what is around a thing is large, so it comes when somebody opens it.
for (const place of document.querySelectorAll<HTMLDetailsElement>("details[data-explore]")) {
  place.addEventListener("toggle", () => void import("./explore").then((graph) => graph.explore(place)), { once: true });
}
