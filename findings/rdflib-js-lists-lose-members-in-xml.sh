#!/usr/bin/env bash
# rdflib.js: written as RDF/XML, a list has only those members of which something else is said; ( 1 2 ) is empty.
#
# Versions: rdflib (npm) 2.4.0; rdflib (Python) 7.6.0 reads what was written.
# Expected: RDF/XML (2.16; 7.2.19, production parseTypeCollectionPropertyElt): in rdf:parseType="Collection" there is a
#   node element for each member, rdf:Description with rdf:about at least. It has no form for a literal there, so a list
#   of literals is written with rdf:first and rdf:rest.
# Seen: a member without statements of its own is written as nothing, and so is each literal. The list is shorter; if
#   none is left, it is empty. A shape's sh:in ( "open" "closed" ), a class's owl:oneOf, an order of steps are changed
#   into something else, without an error. Members with statements (the control) stay, and Turtle keeps all.
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
const store = rdflib.graph();
const turtle = `@prefix : <https://example.org/> .
:mixed :steps ( :plan :build :test ) . :texts :steps ( "open" "closed" ) . :described :steps ( :plan :check ) .
:plan :title "Plan" . :check :title "Check" .`;
rdflib.parse(turtle, store, DOCUMENT, "text/turtle");
for (const [name, type] of [["seen.rdf", "application/rdf+xml"], ["control.ttl", "text/turtle"]])
  writeFileSync(name, rdflib.serialize(rdflib.sym(DOCUMENT), store, DOCUMENT, type));
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

from rdflib import Graph, Namespace
from rdflib.collection import Collection

EX = Namespace("https://example.org/")


def steps(name, subject):
    graph = Graph().parse(name, publicID="https://example.org/document")
    return [str(member).rpartition("/")[2] for member in Collection(graph, graph.value(EX[subject], EX.steps))]


seen = {name: [steps(file, name) for file in ("seen.rdf", "control.ttl")] for name in ("mixed", "texts", "described")}
print("members (RDF/XML, Turtle):", seen)
expected = {
    "mixed": [["plan"], ["plan", "build", "test"]],
    "texts": [[], ["open", "closed"]],
    "described": [["plan", "check"], ["plan", "check"]],
}
sys.exit(0 if seen == expected else 1)
PYTHON
