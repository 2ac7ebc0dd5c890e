// What every page does with scripts: suggestions while typing in the search field.
import { suggest } from "./suggest";

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggest(field);
