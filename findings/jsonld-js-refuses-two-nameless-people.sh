#!/usr/bin/env bash
# jsonld.js: two nameless people who know each other cannot be canonized, so such a document cannot be signed.
#
# Versions: jsonld 9.0.0 with rdf-canonize 5.0.0; PyLD 3.3.0 and pyoxigraph 0.5.13 as peers.
# Expected: RDF Dataset Canonicalization (RDFC-1.0, 4.4.3 and 4.8) is defined for each dataset; its chapter on Dataset
#   Poisoning lets an implementation stop with an error for datasets that are made to take too long. Two statements
#   are no such dataset: both peers are done at once.
# Seen: "Maximum deep iterations exceeded": the default limit grows with the number of nodes that look alike, and
#   already two in a circle and a chain of five, as of steps that follow each other, reach it. It is an error, but it
#   comes with the data, and a document that others signed cannot be checked. With maxWorkFactor 2, an option of
#   rdf-canonize, it works, and a chain of three (the control) passes without.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 PyLD==3.3.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0 rdf-canonize@5.0.0 >/dev/null
cat > canonize.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import jsonld from "jsonld";

const person = (i) => `_:p${i} <https://example.org/knows> _:p`;
const graphs = {};
for (const size of [2, 4]) {
  graphs[`circle of ${size}`] = Array.from({ length: size }, (_, i) => `${person(i)}${(i + 1) % size} .\n`).join("");
}
for (const size of [3, 5]) {
  graphs[`chain of ${size}`] = Array.from({ length: size - 1 }, (_, i) => `${person(i)}${i + 1} .\n`).join("");
}
for (const [name, text] of Object.entries(graphs)) {
  for (const options of [{}, { canonizeOptions: { maxWorkFactor: 2 } }]) {
    let seen;
    try {
      const result = await jsonld.canonize(text, { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", ...options });
      seen = result.trim().split("\n").length + " statements";
    } catch (error) {
      seen = error.message;
    }
    console.log("jsonld.js", name, JSON.stringify(options), seen);
  }
}
writeFileSync("graphs.json", JSON.stringify(graphs));
SCRIPT
cat > canonize.py <<'PYTHON'
import json

import pyoxigraph
from pyld import jsonld

OPTIONS = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
for name, text in json.load(open("graphs.json")).items():
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    print("PyLD", name, len(jsonld.normalize(text, OPTIONS).strip().splitlines()), "pyoxigraph", len(dataset))
PYTHON
{ node canonize.mjs; venv/bin/python canonize.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
jsonld.js circle of 2 {} Maximum deep iterations exceeded (2).
jsonld.js circle of 2 {"canonizeOptions":{"maxWorkFactor":2}} 2 statements
jsonld.js circle of 4 {} Maximum deep iterations exceeded (4).
jsonld.js circle of 4 {"canonizeOptions":{"maxWorkFactor":2}} 4 statements
jsonld.js chain of 3 {} 2 statements
jsonld.js chain of 3 {"canonizeOptions":{"maxWorkFactor":2}} 2 statements
jsonld.js chain of 5 {} Maximum deep iterations exceeded (3).
jsonld.js chain of 5 {"canonizeOptions":{"maxWorkFactor":2}} 4 statements
PyLD circle of 2 2 pyoxigraph 2
PyLD circle of 4 4 pyoxigraph 4
PyLD chain of 3 2 pyoxigraph 2
PyLD chain of 5 4 pyoxigraph 4
SEEN
