#!/usr/bin/env bash
# rdflib.js: nameless people who know each other, and nobody else, are missing from Turtle.
#
# Versions: rdflib (npm) 2.4.0; rdflib (Python) 7.6.0 reads what was written.
# Expected: Turtle (2.6, RDF Blank Nodes): a blank node may be written as "[ ... ]" within another statement, or with a
#   label. In a circle one of them needs a label. Each statement of the graph is written.
# Seen: each node of the circle is the object of one statement, so it is left to be written there, and none is ever
#   begun with. All statements about all of them are gone, with what hangs on them. No error; the same with JSON-LD,
#   which is made from the Turtle. N-Triples, and a circle that somebody outside points into (the controls), are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdflib@2.4.0 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import * as rdflib from "rdflib";

const DOCUMENT = "https://example.org/document";
const couple = `@prefix : <https://example.org/> .
_:ann :knows _:ben ; :name "Ann" . _:ben :knows _:ann ; :name "Ben" . :cid :name "Cid" .`;

function write(name, turtle, type) {
  const store = rdflib.graph();
  rdflib.parse(turtle, store, DOCUMENT, "text/turtle");
  writeFileSync(name, rdflib.serialize(rdflib.sym(DOCUMENT), store, DOCUMENT, type));
}

write("circle.ttl", couple, "text/turtle");
write("circle.jsonld", couple, "application/ld+json");
write("circle.nt", couple, "application/n-triples");
write("known.ttl", `${couple} :cid :knows _:ann .`, "text/turtle");
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

import rdflib

seen = {name: len(rdflib.Graph().parse(name)) for name in ("circle.ttl", "circle.jsonld", "circle.nt", "known.ttl")}
print("statements:", seen)
sys.exit(0 if seen == {"circle.ttl": 1, "circle.jsonld": 1, "circle.nt": 5, "known.ttl": 6} else 1)
PYTHON
