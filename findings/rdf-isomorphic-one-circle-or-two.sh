#!/usr/bin/env bash
# rdf-isomorphic: six people in one circle are the same graph as two circles of three.
#
# Versions: rdf-isomorphic 2.0.1, n3 2.13.12; pyoxigraph 0.5.13 as peer.
# Expected: RDF 1.1 Concepts (3.6, Graph Comparison): two graphs are isomorphic if there is a bijection between their
#   nodes that maps the triples of one onto those of the other. In the first graph each person is reached from five
#   others, in the second from two.
# Seen: true: nodes that look alike from near are paired, and the pairs are not tried on the whole graph. The package
#   is made for tests, as its README says, so a program that joins or splits such groups passes them. No error. A
#   chain of other length, and a renamed copy (the controls), are judged rightly.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-isomorphic@2.0.1 n3@2.13.12 >/dev/null
cat > compare.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { Parser } from "n3";
import { isomorphic } from "rdf-isomorphic";

const ring = (name, size) => Array.from({ length: size }, (_, i) =>
  `_:${name}${i} <https://example.org/knows> _:${name}${(i + 1) % size} .\n`).join("");
const pairs = {
  "six and twice three": [ring("a", 6), ring("b", 3) + ring("c", 3)],
  "six and six": [ring("a", 6), ring("b", 6)],
  "six and five": [ring("a", 6), ring("b", 5)],
};
for (const [name, [first, second]] of Object.entries(pairs)) {
  console.log("rdf-isomorphic", name, isomorphic(new Parser().parse(first), new Parser().parse(second)));
}
writeFileSync("pairs.json", JSON.stringify(pairs));
SCRIPT
cat > compare.py <<'PYTHON'
import json

import pyoxigraph

for name, texts in json.load(open("pairs.json")).items():
    datasets = [
        pyoxigraph.Dataset(pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)) for text in texts
    ]
    for dataset in datasets:
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    print("pyoxigraph", name, str(datasets[0] == datasets[1]).lower())
PYTHON
{ node compare.mjs; venv/bin/python compare.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdf-isomorphic six and twice three true
rdf-isomorphic six and six true
rdf-isomorphic six and five false
pyoxigraph six and twice three false
pyoxigraph six and six true
pyoxigraph six and five false
SEEN
