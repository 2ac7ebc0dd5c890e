// The last queries asked in this browser: kept here, never sent.
import { momentInWords } from "./moment";

export interface Asked {
  text: string;
  time: string; // ISO 8601
  took: number; // milliseconds
  outcome: string; // "12 rows", "yes", "cancelled" …
  title?: string; // of a ready question
  search?: string; // the address that it has with its parameters, from the “?” on
}

const STEM = "rolegraph-asked:";
const MOST = 50;

export function inSeconds(took: number): string {
  return took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`;
}

/** Show them in an element; one that is chosen is given to `take`. `own` tells whether somebody wrote a query here. */
export function askedBefore(element: HTMLDetailsElement, page: string, take: (text: string) => void): { note(one: Omit<Asked, "time">): void; own(): boolean } {
  const key = STEM + page;
  const list = element.querySelector("ol")!;
  const clear = element.querySelector("button")!;

  function show(): void {
    const all = read(key);
    element.querySelector(".number")!.textContent = String(all.length);
    list.replaceChildren(...all.map((one) => item(one, page, take)));
    list.hidden = clear.hidden = !all.length;
  }
  clear.addEventListener("click", () => {
    if (!window.confirm("Clear the queries that this browser keeps?")) return;
    keep(key, []);
    show();
    element.querySelector("summary")!.focus();
  });
  window.addEventListener("storage", (event) => event.key === key && show()); // another tab asked
  show();
  element.hidden = !read(key).length;
  return {
    own: () => read(key).some((one) => one.search === undefined),
    note(one) {
      const same = (other: Asked): boolean => other.text === one.text && other.search === one.search;
      keep(key, [{ ...one, time: new Date().toISOString() }, ...read(key).filter((other) => !same(other))].slice(0, MOST));
      show();
      element.hidden = false;
    },
  };
}

function item(one: Asked, page: string, take: (text: string) => void): HTMLLIElement {
  const made = document.createElement("li");
  const opener = document.createElement(one.search === undefined ? "button" : "a");
  opener.textContent = one.title ?? short(one.text);
  opener.title = one.text;
  if (opener instanceof HTMLAnchorElement) opener.href = page + one.search;
  else {
    opener.type = "button";
    opener.addEventListener("click", () => take(one.text));
  }
  const said = document.createElement("small");
  const when = document.createElement("time");
  when.dateTime = one.time;
  when.textContent = momentInWords(one.time);
  said.append(when, ` · ${one.outcome} · ${inSeconds(one.took)}`);
  made.append(opener, said);
  return made;
}

/** What a query asks, without what all of them begin with. */
function short(text: string): string {
  const bare = text.replace(/^\s*(?:#.*|(?:PREFIX\s+\S*\s*|BASE\s+)<[^>]*>)/gim, "").replace(/\s+/g, " ").trim();
  return (bare || text.trim()).slice(0, 160);
}

function read(key: string): Asked[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    const whole = (one: Asked): boolean => typeof one?.text === "string" && typeof one.took === "number" && !Number.isNaN(Date.parse(one.time));
    return Array.isArray(found) ? found.filter(whole) : [];
  } catch {
    return []; // a forbidden store, or somebody else's text
  }
}

function keep(key: string, all: Asked[]): void {
  // A full store refuses the whole text and keeps what it had; the oldest make room.
  for (let number = all.length; ; number = Math.floor(number / 2)) {
    try {
      localStorage.setItem(key, JSON.stringify(all.slice(0, number)));
      return;
    } catch {
      if (number <= 1) return;
    }
  }
}
