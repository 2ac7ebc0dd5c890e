// The query page: editor, completion from the ontology, results as table, chart and graph.
import "@zazuko/yasqe/build/yasqe.min.css";
import "./query.css";
import { askedBefore, inSeconds } from "./asked";
import { copy } from "./copy";
import type { Editor } from "./editor";
import { ask, fetched, labelled, QueryProblem, sizeOf, type Results } from "./results";
import { table } from "./table";
import { chosen, choose } from "./view";

const form = document.querySelector<HTMLFormElement>("#editor-form")!;
const area = document.querySelector<HTMLTextAreaElement>("#query-text")!;
const results = document.querySelector<HTMLElement>("#results")!;
const title = document.querySelector<HTMLElement>("#results-title")!;
const page = form.dataset.page ?? "/query";
const root = page.replace(/\/query$/, "");
const start = form.querySelector<HTMLButtonElement>("[type=submit]")!;
const stop = document.querySelector<HTMLButtonElement>("#cancel")!;
const prefixes = JSON.parse(form.dataset.prefixes!) as Record<string, string>;
const asked = askedBefore(document.querySelector<HTMLDetailsElement>("#asked")!, page, (text) => void take(text));
let labels = new Map<string, string>();

/** A query under way. */
interface Asking extends AbortController {
  began: number;
}

// The editor is large, so it is loaded when somebody is about to write.
let editor: Editor | undefined;
let loading: Promise<Editor> | undefined;

async function write(): Promise<Editor> {
  loading ??= import("./editor").then((made) => made.editor(form, area, { run: () => void run() }));
  editor = await loading;
  return editor;
}

// Browsers that know scroll-initial-target have it in view already.
const current = document.querySelector<HTMLElement>(".questions [aria-current]");
const list = current?.closest<HTMLElement>(".questions");
if (current && list && (current.offsetTop < list.offsetTop + list.scrollTop || current.offsetTop > list.offsetTop + list.scrollTop + list.clientHeight - current.offsetHeight))
  list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;

area.addEventListener("focus", () => void write().then((made) => made.focus()));
area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
});
form.querySelector<HTMLElement>(".only-scripts")!.hidden = false;
// Who writes queries here finds the field open; all others find the ready questions.
if (asked.own()) form.closest("details")!.open = true;
form.dataset.ready = "";

const textOfQuery = (): string => editor?.getValue() ?? area.value;
const begun = new URLSearchParams(location.search).size ? textOfQuery() : ""; // what the address of the page leads to already
const ready = results.dataset.results; // where the ready question of this page is answered, its parameters bound
let running: Asking | undefined;
let shown = begun;
window.addEventListener("popstate", () => location.reload());

form.addEventListener("submit", (event) => {
  area.value = textOfQuery();
  if (event.submitter?.id === "save") return; // to the form where it gets its name
  event.preventDefault();
  void run();
});
if ("run" in results.dataset) void run();

stop.addEventListener("click", cancel);
window.addEventListener("pagehide", cancel);

/** Put a query where it can be changed and run; nothing is sent before that. */
async function take(text: string): Promise<void> {
  area.value = text;
  form.closest("details")!.open = true;
  const made = await write();
  made.setValue(text);
  made.focus();
}

async function run(): Promise<void> {
  const text = textOfQuery();
  area.value = text;
  running?.abort();
  const mine = (running = Object.assign(new AbortController(), { began: performance.now() }));
  results.ariaBusy = "true";
  results.hidden = false;
  say("The query is running …");
  // Most queries have ended by then, and a button that only flashes helps nobody.
  window.setTimeout(() => running === mine && (stop.hidden = false), 250);
  const asIs = ready !== undefined && text === begun;
  const note = (outcome: string): void => asked.note({ text, outcome, took: performance.now() - mine.began, ...(asIs ? { title: titleOfReady(), search: location.search } : {}) });
  try {
    const found = await (asIs ? fetched(ready, mine.signal) : ask(form.dataset.endpoint!, text, mine.signal));
    note(sizeOf(found));
    // A query of its own gets a place in the history, so that Back leads to the one before.
    const address = `${page}?query=${encodeURIComponent(text)}`;
    if (text !== shown) {
      if (text !== begun) history.pushState(null, "", address);
      shown = text;
    }
    await named(found, mine.signal);
    if (mine.signal.aborted) return;
    show(found, text, asIs ? `${ready}&` : `${form.dataset.endpoint}?query=${encodeURIComponent(text)}&`, performance.now() - mine.began, asIs);
  } catch (error) {
    note(mine.signal.aborted ? "cancelled" : "no answer");
    if (mine.signal.aborted) return;
    const problem = document.createElement("p");
    problem.className = "callout problem";
    problem.textContent = error instanceof QueryProblem ? error.message : "The service cannot be reached.";
    results.replaceChildren(title, problem);
  } finally {
    if (running === mine) ended();
  }
}

/** The title of the ready question of this page, with what was given for its parameters. */
function titleOfReady(): string {
  const given = [...new URLSearchParams(location.search)].filter(([name, value]) => name !== "name" && value);
  return [form.dataset.title, given.map(([, value]) => value.split(/[/#]/).pop()).join(", ")].filter(Boolean).join(": ");
}

/** Stop waiting. The request ends with it, and so the service ends the query. */
function cancel(): void {
  if (!running) return;
  running.abort();
  say(`Cancelled after ${inSeconds(performance.now() - running.began)}. There is no result; change the query, or run it again.`);
  ended();
}

function ended(): void {
  running = undefined;
  results.ariaBusy = "false";
  if (document.activeElement === stop) start.focus(); // a hidden button would lose the focus
  stop.hidden = true;
}

function say(text: string): void {
  const line = document.createElement("p");
  line.className = "quiet";
  line.textContent = text;
  results.replaceChildren(title, line);
}

/** Show a result. That of a ready question has words for people, also where it is empty. */
function show(found: Results, text: string, source: string, took: number, isReady: boolean): void {
  const nothing = isReady ? results.dataset.nothing : undefined;
  const summary = document.createElement("p");
  const holder = document.createElement("div");
  if (found.boolean !== undefined) {
    summary.className = "big";
    summary.textContent = sizeOf(found);
    results.replaceChildren(title, summary);
    return;
  }
  summary.textContent = `${sizeOf(found)}${found.rows.length > 500 ? ", the first 500 shown" : ""} in ${inSeconds(took)}`;
  if (found.rows.length === 0 && nothing) {
    const said = document.createElement("span");
    said.lang = results.dataset.language ?? "en";
    said.textContent = nothing;
    summary.append(". ", said);
  }

  const views: [string, () => Promise<HTMLElement> | HTMLElement][] =
    found.triples === undefined
      ? [
          ["Table", () => table(found, prefixes, root, isReady)],
          ["Chart", async () => (await import("./chart")).chart(found, prefixes, text, isReady ? results.dataset.amounts?.split(" ").filter(Boolean) : undefined)],
          ["Graph", async () => (await import("./graph")).graph(found, prefixes, root)],
        ]
      : [
          ["Text", () => textView(found.triples ?? "")],
          ["Graph", async () => (await import("./graph")).graph(found, prefixes, root)],
        ];
  const tabs = document.createElement("div");
  tabs.className = "views";
  tabs.role = "tablist";
  tabs.ariaLabel = "Views of the results";
  holder.role = "tabpanel";
  holder.id = "view";
  const buttons = views.map(([name, make], place) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.role = "tab";
    tab.id = `view-${name.toLowerCase()}`;
    tab.textContent = name;
    tab.setAttribute("aria-controls", holder.id);
    const look = async (): Promise<void> => {
      for (const other of buttons) {
        other.ariaSelected = String(other === tab);
        other.tabIndex = other === tab ? 0 : -1;
      }
      holder.setAttribute("aria-labelledby", tab.id);
      choose("view", name === views[0][0] ? "" : name.toLowerCase());
      holder.replaceChildren(await make());
    };
    tab.addEventListener("click", () => void look());
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = buttons[(place + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    });
    return tab;
  });
  tabs.append(...buttons);
  results.replaceChildren(title, summary, tabs, holder, downloads(found, source, isReady));
  (buttons.find((one) => one.id === `view-${chosen("view")}`) ?? buttons[0]).click();
}

/** Give the things in results their names, so that nobody has to read addresses. */
async function named(found: Results, signal: AbortSignal): Promise<void> {
  try {
    labels = await labelled(found, form.dataset.endpoint!, labels, signal);
  } catch {
    // Short addresses do as well.
  }
}

function textView(text: string): HTMLElement {
  const pre = document.createElement("pre");
  pre.className = "panel scroll";
  pre.tabIndex = 0;
  pre.textContent = text;
  return pre;
}

function downloads(found: Results, source: string, isReady: boolean): HTMLElement {
  const line = document.createElement("p");
  line.className = "downloads";
  line.append("Download: ");
  if (isReady && results.dataset.sheet) {
    const sheet = document.createElement("a");
    sheet.href = results.dataset.sheet;
    sheet.textContent = "Excel";
    line.append(sheet, " ");
  }
  const endings: Record<string, string> = found.triples === undefined ? { csv: "csv", tsv: "tsv", json: "json", xml: "xml" } : { turtle: "ttl", ntriples: "nt", jsonld: "jsonld" };
  for (const [format, ending] of Object.entries(endings)) {
    const link = document.createElement("a");
    link.href = `${source}format=${format}`;
    link.download = `results.${ending}`;
    link.textContent = format;
    line.append(link, " ");
  }
  const share = document.createElement("button");
  share.type = "button";
  share.textContent = "Copy a link to this page";
  share.addEventListener("click", () => {
    void copy(location.href).then((done) => {
      share.textContent = done ? "Copied" : "Copy the address of this page from above";
    });
  });
  line.append(" ", share);
  return line;
}
