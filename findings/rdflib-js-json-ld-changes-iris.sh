#!/usr/bin/env bash
# rdflib.js: in JSON-LD <.../café> becomes <.../caf%C3%A9>, and <.../%7Eann> becomes <.../~ann>: other resources.
#
# Versions: rdflib (npm) 2.4.0; pyoxigraph 0.5.13 reads what was written.
# Expected: RDF 1.1 Concepts (3.2): IRIs are equal if their characters are; "further normalization MUST NOT be performed
#   when comparing IRIs for equality". So a writer keeps each character.
# Seen: an IRI that is written in full is decoded and encoded again, as a browser does it with a URL. The N-Triples of
#   the same store (the control) keep all, so one thing has two names in two files of one program, and a join of them
#   finds nothing. No error. <.../cafe> stays in both. In Turtle without a base it is the same.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdflib@2.4.0 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import * as rdflib from "rdflib";

const DOCUMENT = "https://example.org/document";
const store = rdflib.graph();
const turtle = `@prefix : <https://example.org/> . :list :has :café, <https://example.org/%7Eann>, :cafe .`;
rdflib.parse(turtle, store, DOCUMENT, "text/turtle");
for (const [name, type] of [["written.nt", "application/n-triples"], ["written.jsonld", "application/ld+json"]])
  writeFileSync(name, rdflib.serialize(rdflib.sym(DOCUMENT), store, DOCUMENT, type));
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph


def things(name):
    triples = pyoxigraph.parse(path=name, base_iri="https://example.org/document")
    return sorted(triple.object.value.rpartition("/")[2] for triple in triples)


seen = {name: things(name) for name in ("written.nt", "written.jsonld")}
print(seen)
expected = {"written.nt": ["%7Eann", "cafe", "café"], "written.jsonld": ["caf%C3%A9", "cafe", "~ann"]}
sys.exit(0 if seen == expected else 1)
PYTHON
