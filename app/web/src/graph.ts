// Results as a graph: the triples of a CONSTRUCT, or the things that stand in one row.
import dagre from "@dagrejs/dagre";
import cytoscape from "cytoscape";
import { pageOf, shortened, textOf, type Results } from "./results";

const MOST = 250;
const TRIPLE = /^(<[^>]*>|_:\S+) <([^>]*)> (<[^>]*>|_:\S+|".*) \.$/;
const LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";

interface Edge {
  source: string;
  target: string;
  label: string;
}

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
  // Cytoscape would add a style element; the stylesheet of the page has its rule already.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const stand_in = document.createElement("meta");
    stand_in.id = "__________cytoscape_stylesheet";
    document.head.append(stand_in);
  }
  requestAnimationFrame(() => draw(frame, nodes, shown, labels, prefixes, root));
  return place;
}

function sizeOf(text: string): { width: number; height: number } {
  const lines = Math.ceil(text.length / 30);
  return { width: Math.min(text.length, 30) * 7.2 + 22, height: lines * 17 + 16 };
}

function draw(
  frame: HTMLElement,
  nodes: string[],
  edges: Edge[],
  labels: Map<string, string>,
  prefixes: Record<string, string>,
  root: string,
): void {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: "LR", ranksep: 110, nodesep: 18 });
  layout.setDefaultEdgeLabel(() => ({}));
  const text = (iri: string): string => labels.get(iri) ?? shortened(iri, prefixes);
  for (const iri of nodes) layout.setNode(iri, sizeOf(text(iri)));
  edges.forEach((edge, place) => layout.setEdge(edge.source, edge.target, {}, String(place)));
  dagre.layout(layout);

  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const drawn = cytoscape({
    container: frame,
    elements: [
      ...nodes.map((iri) => ({ data: { id: iri, label: text(iri), ...sizeOf(text(iri)) }, position: { x: layout.node(iri).x, y: layout.node(iri).y } })),
      ...edges.map((edge, place) => ({ data: { id: `edge-${place}`, ...edge } })),
    ],
    layout: { name: "preset" },
    minZoom: 0.1,
    maxZoom: 3,
    style: [
      {
        selector: "node",
        style: {
          label: "data(label)", shape: "round-rectangle", width: "data(width)", height: "data(height)",
          "text-valign": "center", "text-wrap": "wrap", "text-max-width": "220px", "font-size": 13,
          "background-color": colour("--panel"), color: colour("--ink"), "border-width": 1.2, "border-color": colour("--accent"),
        },
      },
      {
        selector: "edge",
        style: {
          label: "data(label)", "curve-style": "bezier", width: 1.2, "target-arrow-shape": "triangle", "font-size": 11,
          "line-color": colour("--quiet"), "target-arrow-color": colour("--quiet"), color: colour("--quiet"),
          "text-background-color": colour("--panel"), "text-background-opacity": 0.85,
        },
      },
    ],
  });
  drawn.fit(undefined, 24);
  drawn.on("tap", "node", (event) => {
    const page = pageOf(event.target.id(), root);
    if (page) location.href = page;
  });
  frame.dataset.drawn = String(nodes.length);
}

function ofRows(found: Results, prefixes: Record<string, string>, labels: Map<string, string>): Edge[] {
  const things = found.columns.filter((name) => found.rows.some((row) => row[name]?.type === "uri"));
  const known = new Map<string, Edge>();
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

function ofTriples(text: string, prefixes: Record<string, string>, labels: Map<string, string>): Edge[] {
  const edges: Edge[] = [];
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
