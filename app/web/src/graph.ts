// Results as a graph: the triples of a CONSTRUCT, or the things that stand in one row.
import { drawing, type Link } from "./drawing";
import { pageOf, shortened, textOf, type Results } from "./results";

const MOST = 250;
const TRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+|".*) \.$/;
const LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";

export function graph(found: Results, prefixes: Record<string, string>, root: string): HTMLElement {
  const place = document.createElement("div");
  const labels = new Map<string, string>();
  const edges = found.triples === undefined ? ofRows(found, prefixes, labels) : ofTriples(found.triples, prefixes, labels);
  const nodes = [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))].slice(0, MOST);
  const kept = new Set(nodes);
  const shown = edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
  if (!nodes.length) {
    place.textContent = "There is nothing to connect: a graph needs two columns of things, or a CONSTRUCT.";
    return place;
  }
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = `${nodes.length} things, ${shown.length} links. Drag to move, scroll to enlarge, choose a thing to open its page.`;
  const frame = document.createElement("div");
  frame.className = "graph";
  frame.role = "img";
  frame.ariaLabel = note.textContent;
  place.append(note, frame);
  requestAnimationFrame(() => draw(frame, nodes, shown, labels, prefixes, root));
  return place;
}

function draw(
  frame: HTMLElement,
  nodes: string[],
  edges: Link[],
  labels: Map<string, string>,
  prefixes: Record<string, string>,
  root: string,
): void {
  const boxes = nodes.map((iri) => ({ id: iri, label: labels.get(iri) ?? shortened(iri, prefixes) }));
  drawing(frame, boxes, edges).on("tap", "node", (event) => {
    const page = pageOf(event.target.id(), root);
    if (page) location.href = page;
  });
  frame.dataset.drawn = String(nodes.length);
}

function ofRows(found: Results, prefixes: Record<string, string>, labels: Map<string, string>): Link[] {
  const things = found.columns.filter((name) => found.rows.some((row) => row[name]?.type === "uri"));
  const known = new Map<string, Link>();
  for (const row of found.rows) {
    const present = things.filter((name) => row[name]?.type === "uri");
    for (const name of present) labels.set(row[name]!.value, textOf(name, row, prefixes));
    present.slice(1).forEach((name, place) => {
      const edge = { source: row[present[place]]!.value, target: row[name]!.value, label: name };
      known.set(JSON.stringify(edge), edge);
    });
  }
  return [...known.values()];
}

function ofTriples(text: string, prefixes: Record<string, string>, labels: Map<string, string>): Link[] {
  const edges: Link[] = [];
  for (const line of text.split("\n")) {
    const found = TRIPLE.exec(line);
    if (!found) continue;
    const [, subject, predicate, object] = found;
    const bare = (node: string): string => node.replace(/^<|>$/g, "");
    if (!object.startsWith('"')) edges.push({ source: bare(subject), target: bare(object), label: shortened(predicate, prefixes) });
    else if (predicate === LABEL) labels.set(bare(subject), JSON.parse(object.replace(/"(@[\w-]+|\^\^<[^>]*>)?$/, '"')) as string);
  }
  return edges;
}
