#!/usr/bin/env bash
# microdata-rdf-streaming-parser: <data value="978-3-16-148410-0"> is an integer, and "1.2.3" a double, both ill-typed.
#
# Versions: microdata-rdf-streaming-parser 3.0.0; pyoxigraph 0.5.13 asks for what is a number.
# Expected: Microdata to RDF (property value): of data and meter elements "if the value has the lexical form of
#   xsd:integer" it is an xsd:integer, with the form of xsd:double an xsd:double; "Otherwise the value is a simple
#   literal".
# Seen: whatever begins with a digit is a number. An ISBN, a version, "12 kg" and a date are typed literals that have no
#   value: "=" with another one is an error in SPARQL, and a pattern with the plain text does not find the book. And
#   1e3, a double, is an ill-typed integer. 12 and 1.5 (the controls) are right. No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts microdata-rdf-streaming-parser@3.0.0 >/dev/null
cat > read.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
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

const values = ["978-3-16-148410-0", "1.2.3", "12 kg", "2026-05-01", "1e3", "12", "1.5"];
const data = values.map((value) => `<data itemprop="code" value="${value}">shown</data>`).join("");
const quads = await read(`<div itemscope itemtype="https://schema.org/Thing">${data}</div>`);
const codes = quads.map((quad) => quad.object).filter((object) => object.termType === "Literal");
const lines = codes.map((code) => `<https://e.org/t> <https://e.org/code> "${code.value}"^^<${code.datatype.value}> .\n`);
writeFileSync("codes.nt", lines.join(""));
SCRIPT
node read.mjs
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph

store = pyoxigraph.Store()
store.load(path="codes.nt")
rows = store.query("SELECT ?code (isNumeric(?code) AS ?number) { ?thing ?property ?code }")
seen = {row[0].value: (row[0].datatype.value.rpartition("#")[2], row[1].value == "true") for row in rows}
print("datatype, and whether it has a value:", seen)
expected = {
    "978-3-16-148410-0": ("integer", False), "1.2.3": ("double", False), "12 kg": ("integer", False),
    "2026-05-01": ("integer", False), "1e3": ("integer", False), "12": ("integer", True), "1.5": ("double", True),
}
sys.exit(0 if seen == expected else 1)
PYTHON
