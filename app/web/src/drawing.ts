// Draws things and their links in a frame: from left to right, in the colours of the page.
import dagre from "@dagrejs/dagre";
import cytoscape, { type Core, type ElementDefinition } from "cytoscape";

/** A thing: its id, the text in its box, and its type where that is known. */
export interface Box {
  id: string;
  label: string;
  type?: string | null;
}

export interface Link {
  source: string;
  target: string;
  label: string;
}

/** Pixels: the longest line of text in a box, and what is left between boxes for the names of links. */
interface Spacing {
  widest: number;
  between: number;
  onward: boolean; // everything stands to the right of the first box, whichever way the links point
}

const USUAL: Spacing = { widest: 220, between: 110, onward: false };
const NARROW: Spacing = { widest: 100, between: 80, onward: true };
const PHONE = 560; // pixels of a frame that is narrow
const LINE = 17;
const FONT = 13;
const COLOURS: Record<string, string> = { Role: "--role", Persona: "--persona", Workflow: "--workflow", Tool: "--tool", Artifact: "--artifact" };

const pen = document.createElement("canvas").getContext("2d")!;

/** The size of a box: as its text needs it, in whatever script that is. */
function sizeOf(text: string, widest: number): { width: number; height: number } {
  pen.font = `${FONT}px ${getComputedStyle(document.body).fontFamily}`;
  const width = pen.measureText(text).width;
  // Lines break between words, so a text that needs two lines may take three.
  const lines = width <= widest ? 1 : Math.ceil((width * 1.12) / widest);
  return { width: Math.min(width, widest) + 22, height: lines * LINE + 14 };
}

/** How many links lie between a box and each that can be reached from it. */
function stepsFrom(first: string, links: Link[]): Map<string, number> {
  const steps = new Map([[first, 0]]);
  for (const [id, count] of steps) {
    for (const { source, target } of links) {
      const other = source === id ? target : target === id ? source : id;
      if (!steps.has(other)) steps.set(other, count + 1);
    }
  }
  return steps;
}

function placed(boxes: Box[], links: Link[], { widest, between, onward }: Spacing): ElementDefinition[] {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: "LR", ranksep: between, nodesep: 12 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const one of boxes) layout.setNode(one.id, sizeOf(one.label, widest));
  const steps = onward ? stepsFrom(boxes[0].id, links) : new Map<string, number>();
  links.forEach((link, place) => {
    const turned = (steps.get(link.source) ?? 0) > (steps.get(link.target) ?? 0);
    const [from, to] = turned ? [link.target, link.source] : [link.source, link.target];
    layout.setEdge(from, to, {}, String(place));
  });
  dagre.layout(layout);
  return [
    ...boxes.map((one) => {
      const { x, y } = layout.node(one.id);
      return { group: "nodes" as const, data: { ...one, ...sizeOf(one.label, widest), widest, colour: one.type ?? "" }, position: { x, y } };
    }),
    ...links.map((link, place) => ({ group: "edges" as const, data: { id: `edge-${place}`, ...link } })),
  ];
}

const spacing = (frame: HTMLElement): Spacing => (frame.clientWidth < PHONE ? NARROW : USUAL);

function styles(): cytoscape.StylesheetJson {
  const page = getComputedStyle(document.documentElement);
  const colour = (name: string): string => page.getPropertyValue(name).trim();
  const font = getComputedStyle(document.body).fontFamily;
  return [
    {
      selector: "node",
      style: {
        label: "data(label)", shape: "round-rectangle", width: "data(width)", height: "data(height)", "font-family": font,
        "text-valign": "center", "text-wrap": "wrap", "text-max-width": "data(widest)",
        // Chinese has no spaces to break lines at.
        "text-overflow-wrap": (node: cytoscape.NodeSingular) => (/\s/.test(node.data("label") as string) ? "whitespace" : "anywhere"), "font-size": FONT,
        "background-color": colour("--panel"), color: colour("--ink"), "border-width": 1.2,
        "border-color": (node: cytoscape.NodeSingular) => colour(COLOURS[node.data("colour") as string] ?? "--accent"),
      },
    },
    {
      selector: "edge",
      style: {
        label: "data(label)", "curve-style": "bezier", width: 1.2, "target-arrow-shape": "triangle", "font-size": 11, "font-family": font,
        "line-color": colour("--quiet"), "target-arrow-color": colour("--quiet"), color: colour("--quiet"),
        "text-background-color": colour("--panel"), "text-background-opacity": 0.85,
      },
    },
    { selector: "node.around", style: { "background-color": colour("--shade") } },
    { selector: "node.chosen", style: { "border-width": 4, "border-color": colour("--accent") } },
  ] as unknown as cytoscape.StylesheetJson;
}

/** Draw into a frame that has a size. The colours follow the theme. */
export function drawing(frame: HTMLElement, boxes: Box[], links: Link[]): Core {
  // Cytoscape would add a style element; the stylesheet of the page has its rule already.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const stand_in = document.createElement("meta");
    stand_in.id = "__________cytoscape_stylesheet";
    document.head.append(stand_in);
  }
  const drawn = cytoscape({ container: frame, elements: placed(boxes, links, spacing(frame)), layout: { name: "preset" }, minZoom: 0.1, maxZoom: 3, style: styles() });
  drawn.fit(undefined, 24);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.destroyed() || drawn.style(styles()));
  return drawn;
}

/** Draw other things and links in the same frame. */
export function redraw(drawn: Core, boxes: Box[], links: Link[]): void {
  drawn.elements().remove();
  drawn.add(placed(boxes, links, spacing(drawn.container()!)));
}
