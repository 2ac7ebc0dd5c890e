#!/usr/bin/env bash
# microdata-rdf-streaming-parser: the links of a page with <base> become other IRIs than in a browser.
#
# Versions: microdata-rdf-streaming-parser 3.0.0; rdfa-streaming-parser 3.0.2 as peer.
# Expected: Microdata to RDF (property value) takes the URL of the Microdata algorithm, which resolves href and src
#   against the document base URL; HTML (the base element; document base URL) takes that from <base>, if there is one.
# Seen: <base> is not looked at, so a.html is looked for in the folder of the page, for values and for itemid. Both
#   names are valid, so nobody notices before the links lead nowhere or two pages share a thing. The peer, by the same
#   author, follows <base> for RDFa on the same page. An absolute link (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  microdata-rdf-streaming-parser@3.0.0 rdfa-streaming-parser@3.0.2 >/dev/null
cat > read.mjs <<'SCRIPT'
import { MicrodataRdfParser } from "microdata-rdf-streaming-parser";
import { RdfaParser } from "rdfa-streaming-parser";

const PAGE = "https://example.org/shop/page.html";
const html = (item, property) => `<html><head><base href="https://cdn.example.org/x/"></head><body><div ${item}>
<a ${property} href="a.html">A</a><a ${property} href="https://example.org/b.html">B</a></div></body></html>`;

const links = (parser, text) =>
  new Promise((done, fail) => {
    const quads = [];
    parser.on("data", (quad) => quads.push(quad));
    parser.on("error", fail);
    parser.on("end", () => done(quads.filter((quad) => quad.predicate.value.endsWith("url"))));
    parser.end(text);
  }).then((quads) => quads.map((quad) => quad.object.value).sort());

const microdata = html('itemscope itemtype="https://schema.org/Thing"', 'itemprop="url"');
const rdfa = html('vocab="https://schema.org/" typeof="Thing"', 'property="url"');
const seen = [
  await links(new MicrodataRdfParser({ baseIRI: PAGE }), microdata),
  await links(new RdfaParser({ baseIRI: PAGE, contentType: "text/html" }), rdfa),
];
console.log("microdata, RDFa:", seen);
const asSeen = [
  ["https://example.org/b.html", "https://example.org/shop/a.html"],
  ["https://cdn.example.org/x/a.html", "https://example.org/b.html"],
];
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
node read.mjs
