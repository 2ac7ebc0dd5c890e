// A search field with suggestions, after the combobox pattern of the ARIA Authoring Practices.

interface Hit {
  label: string;
  href: string;
  kind: string;
  why: string;
}

const PAUSE = 120; // milliseconds without a key before the service is asked

let lists = 0;

export function suggest(field: HTMLInputElement): void {
  const list = document.createElement("ul");
  list.id = `suggestions-${++lists}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = "Suggestions";
  list.hidden = true;
  field.after(list);
  field.role = "combobox";
  field.autocomplete = "off";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.ariaExpanded = "false";

  let timer = 0;
  let asked = 0;
  let active = -1;

  const close = (): void => {
    list.hidden = true;
    active = -1;
    field.ariaExpanded = "false";
    field.removeAttribute("aria-activedescendant");
  };

  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];

  const mark = (index: number): void => {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => (option.ariaSelected = String(place === active)));
    if (active >= 0) {
      field.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (hits: Hit[]): void => {
    list.replaceChildren(
      ...hits.map((hit, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.role = "option";
        option.ariaSelected = "false";
        option.dataset.href = hit.href;
        const label = document.createElement("strong");
        label.textContent = hit.label;
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = hit.kind;
        option.append(label, " ", kind);
        if (hit.why) {
          const why = document.createElement("small");
          why.textContent = hit.why;
          option.append(why);
        }
        return option;
      }),
    );
    active = -1;
    list.hidden = hits.length === 0;
    field.ariaExpanded = String(hits.length > 0);
  };

  const ask = async (): Promise<void> => {
    const text = field.value.trim();
    const number = ++asked;
    if (!text) return close();
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`);
    if (!answer.ok || number !== asked) return; // a later question is under way
    show((await answer.json()) as Hit[]);
  };

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && active >= 0) location.href = options()[active].dataset.href ?? "";
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
    if (option?.dataset.href) location.href = option.dataset.href;
    event.preventDefault(); // the field keeps the focus
  });
  field.addEventListener("blur", close);
}
