// What every page does with scripts: suggestions while typing in the search field, and buttons that print.
import { suggest } from "./suggest";

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggest(field);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
