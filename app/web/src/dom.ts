// Parts of a page that scripts make: buttons, and ids that no other part has.

let numbers = 0;

export function unique(stem: string): string {
  return `${stem}-${++numbers}`;
}

export function button(text: string, act: () => void, label = text): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.ariaLabel = label;
  made.addEventListener("click", act);
  return made;
}
