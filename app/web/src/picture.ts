// Saves the pictures of a page as SVG and PNG, as they look now.
import { button } from "./dom";

const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "text-decoration"];
const SCALE = 2; // pixels of a PNG for each one of the screen

for (const figure of document.querySelectorAll<HTMLElement>("figure")) {
  if (!figure.querySelector("svg.picture")) continue;
  const there = figure.querySelector<HTMLElement>(".downloads"); // files that need no script
  const line = there ?? document.createElement("p");
  const others = there ? [...there.querySelectorAll("a")].flatMap((link) => [" ", link]) : [];
  line.className = "downloads";
  line.replaceChildren("Take it along: ", button("SVG", () => void save(figure, "svg"), "Save the picture as SVG"), " ", button("PNG", () => void save(figure, "png"), "Save the picture as PNG"), ...others);
  if (!there) figure.append(line);
}

/** The picture that is shown at this width, by itself: its styles written into it. */
function alone(figure: HTMLElement): SVGSVGElement {
  const shown = [...figure.querySelectorAll<SVGSVGElement>("svg.picture")].find((one) => one.clientWidth)!;
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const [from, to] = [shown, copy].map((one) => [one, ...one.querySelectorAll<SVGElement>("*")]);
  from.forEach((one, place) => {
    const style = getComputedStyle(one);
    for (const name of STYLES) to[place].setAttribute(name, style.getPropertyValue(name));
  });
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
  const { width, height } = shown.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", getComputedStyle(document.body).getPropertyValue("--panel")]]) paper.setAttribute(name, value);
  copy.prepend(paper);
  return copy;
}

async function save(figure: HTMLElement, kind: "svg" | "png"): Promise<void> {
  const picture = alone(figure);
  const text = new XMLSerializer().serializeToString(picture);
  const svg = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  const link = document.createElement("a");
  link.download = `${document.title.split(" · ")[0]}.${kind}`;
  link.href = kind === "svg" ? svg : await painted(svg, picture);
  link.click();
}

async function painted(svg: string, picture: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = svg;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(picture.getAttribute("width")) * SCALE;
  canvas.height = Number(picture.getAttribute("height")) * SCALE;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
