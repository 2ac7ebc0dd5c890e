// The query page: editor, completion from the ontology, results as table, chart and graph.
import { Yasqe } from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./query.css";
import { ask, fetched, QueryProblem, type Results } from "./results";
import { table } from "./table";

interface Terms {
  prefixes: Record<string, string>;
  classes: string[];
  properties: string[];
}

const form = document.querySelector<HTMLFormElement>("#editor-form")!;
const area = document.querySelector<HTMLTextAreaElement>("#query-text")!;
const results = document.querySelector<HTMLElement>("#results")!;
const title = document.querySelector<HTMLElement>("#results-title")!;
const page = form.dataset.page ?? "/query";
const root = page.replace(/\/query$/, "");

const terms = (await (await fetch(form.dataset.terms!)).json()) as Terms;
complete();

const editor = new Yasqe(place(), {
  value: area.value,
  persistenceId: null,
  createShareableLink: undefined,
  consumeShareLink: null,
  showQueryButton: false,
  resizeable: true,
  editorHeight: "22rem",
  prefixCcApi: null,
  screenReaderLabel: "SPARQL query",
  requestConfig: { endpoint: new URL(form.dataset.endpoint!, location.href).href },
  extraKeys: { "Ctrl-Enter": () => void run(), "Cmd-Enter": () => void run(), "Ctrl-Space": (cm: Yasqe) => cm.autocomplete(), "Ctrl-/": (cm: Yasqe) => cm.commentLines(), Esc: () => area.form?.querySelector("button")?.focus() },
} as never);
area.hidden = true;
form.querySelector<HTMLElement>(".only-scripts")!.hidden = false;
// The label names the editor's own field now.
const input = form.querySelector<HTMLTextAreaElement>(".CodeMirror textarea");
if (input) {
  input.id = "query-editor";
  input.ariaLabel = "SPARQL query";
  form.querySelector("label")!.htmlFor = input.id;
}
const scroller = form.querySelector<HTMLElement>(".CodeMirror-scroll");
if (scroller) {
  // A region that scrolls is reached by the keyboard, and has a name.
  scroller.tabIndex = 0;
  scroller.role = "region";
  scroller.ariaLabel = "Text of the query";
}
form.dataset.ready = "";

const begun = new URLSearchParams(location.search).size ? editor.getValue() : ""; // what the address of the page leads to already
const ready = results.dataset.results; // where the ready question of this page is answered, its parameters bound
let running: AbortController | undefined;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
if ("run" in results.dataset) void run();

async function run(): Promise<void> {
  const text = editor.getValue();
  area.value = text;
  running?.abort();
  const mine = (running = new AbortController());
  results.ariaBusy = "true";
  say("The query is running …");
  const began = performance.now();
  try {
    const asIs = ready !== undefined && text === begun;
    const found = await (asIs ? fetched(ready, mine.signal) : ask(form.dataset.endpoint!, text, mine.signal));
    if (text !== begun) history.replaceState(null, "", `${page}?query=${encodeURIComponent(text)}`);
    show(found, asIs ? `${ready}&` : `${form.dataset.endpoint}?query=${encodeURIComponent(text)}&`, performance.now() - began);
  } catch (error) {
    if (mine.signal.aborted) return;
    const problem = document.createElement("p");
    problem.className = "callout problem";
    problem.textContent = error instanceof QueryProblem ? error.message : "The service cannot be reached.";
    results.replaceChildren(title, problem);
  } finally {
    if (running === mine) results.ariaBusy = "false";
  }
}

function say(text: string): void {
  const line = document.createElement("p");
  line.className = "quiet";
  line.textContent = text;
  results.replaceChildren(title, line);
}

function show(found: Results, source: string, took: number): void {
  const summary = document.createElement("p");
  const holder = document.createElement("div");
  if (found.boolean !== undefined) {
    summary.className = "big";
    summary.textContent = found.boolean ? "yes" : "no";
    results.replaceChildren(title, summary);
    return;
  }
  const rows = found.rows.length;
  const size = found.triples === undefined ? `${rows} row${rows === 1 ? "" : "s"}${rows > 500 ? ", the first 500 shown" : ""}` : `${found.triples.split("\n").length - 1} triples`;
  summary.textContent = `${size} in ${took < 1000 ? `${Math.round(took)} ms` : `${(took / 1000).toFixed(1)} s`}`;

  const views: [string, () => Promise<HTMLElement> | HTMLElement][] =
    found.triples === undefined
      ? [
          ["Table", () => table(found, terms.prefixes, root)],
          ["Chart", async () => (await import("./chart")).chart(found, terms.prefixes)],
          ["Graph", async () => (await import("./graph")).graph(found, terms.prefixes, root)],
        ]
      : [
          ["Text", () => textView(found.triples ?? "")],
          ["Graph", async () => (await import("./graph")).graph(found, terms.prefixes, root)],
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
    const choose = async (): Promise<void> => {
      for (const other of buttons) {
        other.ariaSelected = String(other === tab);
        other.tabIndex = other === tab ? 0 : -1;
      }
      holder.setAttribute("aria-labelledby", tab.id);
      holder.replaceChildren(await make());
    };
    tab.addEventListener("click", () => void choose());
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
  results.replaceChildren(title, summary, tabs, holder, downloads(found, source));
  buttons[0].click();
}

function textView(text: string): HTMLElement {
  const pre = document.createElement("pre");
  pre.className = "panel scroll";
  pre.tabIndex = 0;
  pre.textContent = text;
  return pre;
}

function downloads(found: Results, source: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "downloads";
  line.append("Download: ");
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
    void navigator.clipboard?.writeText(location.href).then(() => (share.textContent = "Copied"));
  });
  line.append(" ", share);
  return line;
}

/** The element that the editor is put in, in place of the plain field. */
function place(): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "editor";
  area.after(holder);
  return holder;
}

/** Completion from the ontology and the service's own prefixes, asking nobody else. */
function complete(): void {
  const from = (name: string, iris: string[]): void => {
    const known = Yasqe.Autocompleters[name];
    if (!known) return;
    known.bulk = true;
    known.persistenceId = null;
    known.get = () => iris;
  };
  from("class", terms.classes);
  from("property", terms.properties);
  from("prefixes", Object.entries(terms.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`));
}
