// The editor of queries, with completion from the ontology and the service's own prefixes.
import { Yasqe } from "@zazuko/yasqe";

export interface Editor {
  getValue(): string;
  setValue(text: string): void;
  focus(): void;
}

interface Terms {
  prefixes: Record<string, string>;
  classes: string[];
  properties: string[];
}

/** Put the editor in place of the plain field. */
export async function editor(form: HTMLFormElement, area: HTMLTextAreaElement, act: { run(): void }): Promise<Editor> {
  complete((await (await fetch(form.dataset.terms!)).json()) as Terms);
  const holder = document.createElement("div");
  holder.className = "editor";
  area.after(holder);
  const made = new Yasqe(holder, {
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
    extraKeys: { "Ctrl-Enter": act.run, "Cmd-Enter": act.run, "Ctrl-Space": (cm: Yasqe) => cm.autocomplete(), "Ctrl-/": (cm: Yasqe) => cm.commentLines(), Esc: () => area.form?.querySelector("button")?.focus() },
  } as never);
  area.hidden = true;
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
  form.dataset.editor = "";
  return made as unknown as Editor;
}

/** Completion that asks nobody else. */
function complete(terms: Terms): void {
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
