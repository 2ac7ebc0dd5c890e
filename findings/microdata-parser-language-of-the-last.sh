#!/usr/bin/env bash
# microdata-rdf-streaming-parser: the lang of one property goes on to all that follow it; that of <html> counts nowhere.
#
# Versions: microdata-rdf-streaming-parser 3.0.0.
# Expected: Microdata to RDF (property value): "If element has a language (as described in ... The lang and xml:lang
#   attributes of HTML)" the value has the language of the element: the lang of the nearest element round it, itself
#   included, and of no other.
# Seen: the lang is kept with the item and replaced by the next one. After <span lang="de"> the colour "green" is
#   German, and a query for English labels does not find it. The language of the page, which nearly every page has, is
#   not used. A lang on the item itself (the control) is right. No error. Comunica reads pages with this parser.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts microdata-rdf-streaming-parser@3.0.0 >/dev/null
cat > read.mjs <<'SCRIPT'
import { MicrodataRdfParser } from "microdata-rdf-streaming-parser";

const read = (html) =>
  new Promise((done, fail) => {
    const parser = new MicrodataRdfParser({ baseIRI: "https://example.org/shop/page.html" });
    const quads = [];
    parser.on("data", (quad) => quads.push(quad));
    parser.on("error", fail);
    parser.on("end", () => done(quads));
    parser.end(html);
  });

const TYPE = 'itemscope itemtype="https://schema.org/Product"';
// Each text with its language.
async function texts(html) {
  const objects = (await read(html)).map((quad) => quad.object).filter((object) => object.termType === "Literal");
  return objects.map((object) => object.value + (object.language && "@" + object.language)).join(" ");
}

const seen = {
  "after a German name": await texts(
    `<div ${TYPE}><b itemprop="name" lang="de">Tür</b><i itemprop="color">green</i><i itemprop="size">L</i></div>`),
  "before it": await texts(`<div ${TYPE}><i itemprop="color">green</i><b itemprop="name" lang="de">Tür</b></div>`),
  "English page": await texts(`<html lang="en"><body><div ${TYPE}><i itemprop="color">green</i></div></body></html>`),
  "English item": await texts(`<div lang="en" ${TYPE}><i itemprop="color">green</i></div>`),
};
console.log(seen);
const asSeen = {
  "after a German name": "Tür@de green@de L@de", "before it": "green Tür@de",
  "English page": "green", "English item": "green@en",
};
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
node read.mjs
