// What is around a thing as a graph, with a table of the same links; both grow as things are chosen.
import type { Core, NodeSingular } from "cytoscape";
import { button } from "./dom";
import { drawing, redraw, type Box } from "./drawing";

interface Thing {
  id: string;
  label: string | { value: string; language?: string } | null;
  href: string | null;
  type: string | null;
  kind: string | null;
}

interface Relation {
  name: string; // with ^ before it where others point to the thing
  label: string;
  total: number;
}

interface Answer {
  thing: Thing;
  relations: Relation[];
  items: (Thing & { relation: string })[];
  total: number;
}

interface Link {
  source: string;
  target: string;
  name: string;
  label: string;
}

const FEW = 24; // neighbours that are shown at once, whatever their relations
const EACH = 2; // of each relation, where there are more
const MOST = 40;
const EDGE = 32; // pixels of a frame that stay free
const READABLE = 0.7; // smaller text is not shown: the frame shows a part instead
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Fill an opened `<details>`; what it is about stands in its data attributes. */
export async function explore(place: HTMLDetailsElement): Promise<void> {
  const { root = "", explore: centre = "", relation: only = "" } = place.dataset;
  const lang = place.dataset.lang || languageOf(place.dataset.languages ?? "");
  const things = new Map<string, Thing>();
  const links = new Map<string, Link>();
  const known = new Map<string, Map<string, Relation & { loaded: number }>>(); // thing that was asked about → its relations
  let chosen = centre;

  const state = place.querySelector<HTMLElement>(".state")!;
  const filter = document.createElement("select");
  const frame = document.createElement("div");
  const about = document.createElement("div");
  const more = document.createElement("p");
  const body = document.createElement("tbody");
  let drawn: Core | undefined;

  async function load(iri: string, wanted: Record<string, string | number>): Promise<Answer> {
    const query = new URLSearchParams({ iri, ...(lang ? { lang } : {}) });
    for (const [name, value] of Object.entries(wanted)) query.set(name, String(value));
    const answer = await fetch(`${root}/api/v1/neighbours?${query}`, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.detail ?? `The service answered ${answer.status}.`);
    return found as Answer;
  }

  function take(found: Answer): void {
    const { thing } = found;
    things.set(thing.id, thing);
    const relations = known.get(thing.id) ?? new Map(found.relations.map((one) => [one.name, { ...one, loaded: 0 }]));
    known.set(thing.id, relations);
    for (const { relation, ...other } of found.items) {
      things.set(other.id, other);
      const name = relation.replace(/^\^/, "");
      const [source, target] = relation === name ? [thing.id, other.id] : [other.id, thing.id];
      const one = relations.get(relation)!;
      links.set([source, name, target].join(" "), { source, target, name, label: one.label });
      one.loaded += 1;
    }
  }

  /** Show what is around a thing, once. */
  async function expand(iri: string): Promise<void> {
    choose(iri);
    if (known.has(iri)) return;
    await trying(async () => {
      const wanted: Record<string, string> = iri === centre && only ? { relation: only } : {};
      let found = await load(iri, { ...wanted, each: EACH, limit: MOST });
      if (found.total <= FEW && found.items.length < found.total) found = await load(iri, { ...wanted, limit: FEW });
      take(found);
      show();
    });
  }

  async function further(iri: string, relation: Relation & { loaded: number }): Promise<void> {
    await trying(async () => {
      take(await load(iri, { relation: relation.name, limit: FEW, cursor: relation.loaded }));
      show();
      (more.querySelector("button") ?? frame).focus();
    });
  }

  async function trying(work: () => Promise<void>): Promise<void> {
    place.ariaBusy = "true";
    try {
      await work();
    } catch (problem) {
      state.textContent = `This could not be shown: ${(problem as Error).message}`;
    } finally {
      place.ariaBusy = "false";
    }
  }

  const visible = (): Link[] => [...links.values()].filter((one) => !filter.value || one.name === filter.value);

  function show(): void {
    const names = new Map([...links.values()].map((one) => [one.name, one.label]));
    const wanted = filter.value;
    filter.replaceChildren(new Option("all", ""), ...[...names].sort((a, b) => a[1].localeCompare(b[1])).map(([name, label]) => new Option(label, name)));
    filter.value = names.has(wanted) ? wanted : "";
    const shown = visible();
    const ids = [...new Set([centre, ...shown.flatMap((one) => [one.source, one.target])])];
    const boxes: Box[] = ids.map((id) => ({ id, label: nameOf(things.get(id)!), type: things.get(id)!.type }));
    if (drawn) redraw(drawn, boxes, shown);
    else {
      drawn = drawing(frame, boxes, shown);
      drawn.userZoomingEnabled(false); // the wheel scrolls the page
      drawn.on("tap", "node", (event) => void expand((event.target as NodeSingular).id()));
    }
    for (const id of known.keys()) drawn.getElementById(id).addClass("around");
    const working = body.contains(document.activeElement);
    body.replaceChildren(...shown.map(row));
    if (working) body.rows[shown.findIndex((one) => one.source === chosen || one.target === chosen)]?.querySelector("a")?.focus();
    frame.dataset.drawn = String(ids.length);
    choose(ids.includes(chosen) ? chosen : centre);
    look();
  }

  /** Show all of it, or as much as can be read. */
  function look(): void {
    const { x1, y1, w, h } = drawn!.elements().boundingBox();
    const zoom = Math.min(1, (frame.clientWidth - EDGE) / w);
    frame.style.height = ""; // as the stylesheet has it, which is the largest
    frame.style.height = `${Math.min(frame.clientHeight, Math.max(zoom, READABLE) * h + EDGE)}px`;
    drawn!.resize();
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    const level = Math.max(Math.min(zoom, (height - EDGE) / h), READABLE);
    drawn!.zoom(level);
    // What does not fit has the chosen thing in the middle.
    const { x, y } = drawn!.getElementById(chosen).position();
    const middle = { x: w * level > width ? x : x1 + w / 2, y: h * level > height ? y : y1 + h / 2 };
    drawn!.pan({ x: width / 2 - middle.x * level, y: height / 2 - middle.y * level });
  }

  function choose(iri: string): void {
    chosen = iri;
    const thing = things.get(iri);
    if (!drawn || !thing) return;
    drawn.nodes().removeClass("chosen");
    const node = drawn.getElementById(iri);
    node.addClass("chosen");
    const box = node.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > frame.clientWidth || box.y2 > frame.clientHeight) drawn.center(node);
    const [first, ...others] = visible().filter((one) => one.source === iri || one.target === iri);
    state.replaceChildren(name(thing), `${thing.kind ? `, ${thing.kind}` : ""}. `);
    if (first && iri !== centre) state.append(name(things.get(first.source)!), ` – ${first.label} – `, name(things.get(first.target)!), ". ");
    if (others.length) state.append(`${others.length + 1} links shown.`);
    about.replaceChildren(...(known.has(iri) ? [] : [button("Show what is around it", () => void expand(iri)), " "]), ...(thing.href && pathOf(thing.href) !== location.pathname ? [linkTo(thing, "Open its page")] : []));
    const left = [...(known.get(iri)?.values() ?? [])].filter((one) => one.loaded < one.total && (!filter.value || one.name.endsWith(filter.value)));
    more.replaceChildren(...(left.length ? ["Not shown yet: "] : []), ...left.flatMap((one) => [button(`${one.label}: ${one.total - one.loaded} more`, () => void further(iri, one)), " "]));
  }

  function row(link: Link): HTMLTableRowElement {
    const found = document.createElement("tr");
    const [source, target] = [things.get(link.source)!, things.get(link.target)!];
    const other = known.has(target.id) && !known.has(source.id) ? source : target;
    const cells = [linkTo(source), link.label, linkTo(target), other.kind ?? "", known.has(other.id) ? "" : button("around it", () => void expand(other.id), `around it: ${nameOf(other)}`)];
    for (const one of cells) found.insertCell().append(one);
    return found;
  }

  /** Move to the nearest thing in a direction. */
  function move(x: number, y: number): void {
    const { x: left, y: top } = drawn!.getElementById(chosen).position();
    let best: [number, string] | undefined;
    for (const node of drawn!.nodes().toArray()) {
      const along = (node.position("x") - left) * x + (node.position("y") - top) * y;
      const beside = Math.abs((node.position("x") - left) * y) + Math.abs((node.position("y") - top) * x);
      if (along > 1 && (!best || along + 2 * beside < best[0])) best = [along + 2 * beside, node.id()];
    }
    if (best) choose(best[1]);
  }

  frame.className = "graph";
  frame.tabIndex = 0;
  frame.role = "application";
  frame.ariaLabel = "Graph. Arrow keys go from thing to thing, Enter shows what is around one, Home goes back to the first.";
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in ARROWS) move(...ARROWS[event.key]);
    else if (event.key === "Enter" || event.key === " ") void expand(chosen);
    else if (event.key === "Home") choose(centre);
    else return;
    event.preventDefault();
  });
  filter.addEventListener("change", show);
  filter.id = "explore-relation";
  about.className = "actions";
  more.className = "actions";
  const tools = document.createElement("div");
  tools.className = "filters";
  const choice = document.createElement("div");
  choice.append(label(filter.id, "Relation"), filter);
  const zoom = (by: number): void => void drawn?.zoom({ level: drawn.zoom() * by, renderedPosition: { x: frame.clientWidth / 2, y: frame.clientHeight / 2 } });
  tools.append(choice, button("+", () => zoom(1.25), "Larger"), button("−", () => zoom(0.8), "Smaller"), button("All of it", () => drawn?.fit(undefined, 16)));
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = "Click a thing, or go to it by the arrow keys and press Enter, to see what is around it. Drag to move.";
  place.append(tools, note, frame, about, more, table(body));
  await expand(centre);
}

function nameOf(thing: Thing): string {
  const { label: given } = thing;
  return (given && typeof given === "object" ? given.value : given) || thing.id;
}

const pathOf = (href: string): string => href.replace("/api/v1/", "/");

function name(thing: Thing): HTMLElement {
  const made = document.createElement("bdi");
  made.textContent = nameOf(thing);
  return made;
}

function linkTo(thing: Thing, text?: string): HTMLElement {
  const name = document.createElement(thing.href ? "a" : "bdi");
  name.textContent = text ?? nameOf(thing);
  if (name instanceof HTMLAnchorElement && thing.href) name.href = pathOf(thing.href);
  if (!text) {
    name.dir = "auto";
    if (thing.label && typeof thing.label === "object" && thing.label.language) name.lang = thing.label.language;
  }
  return name;
}

function label(id: string, text: string): HTMLLabelElement {
  const made = document.createElement("label");
  made.htmlFor = id;
  made.textContent = text;
  return made;
}

function table(body: HTMLTableSectionElement): HTMLElement {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.role = "group";
  scroll.ariaLabel = "The same links as a table";
  const made = document.createElement("table");
  made.className = "neighbours";
  const head = made.createTHead().insertRow();
  for (const text of ["From", "Relation", "To", "Kind", "Further"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  made.append(body);
  scroll.append(made);
  return scroll;
}

/** The reader's language, where the catalogue has texts in it and it is not the main one. */
function languageOf(languages: string): string {
  const [main, ...others] = languages.split(" ");
  for (const wanted of navigator.languages.map((tag) => tag.split("-")[0])) {
    if (wanted === main.split("-")[0]) return "";
    const found = others.find((tag) => tag.split("-")[0] === wanted);
    if (found) return found;
  }
  return "";
}
