#!/usr/bin/env bash
# @jeswr/pretty-turtle: of two lists that share their end, one loses it.
#
# Versions: @jeswr/pretty-turtle 1.8.2, n3 2.13.12; rdflib 7.6.0 compares the graphs.
# Expected: Turtle (2.8, Collections): "( ... )" stands for a chain of fresh blank nodes. A node of the chain that
#   something else points at needs a label, so the chain is written with rdf:first and rdf:rest there.
# Seen: the first list is written with parentheses to its end, the nodes are taken out of the store, and the second
#   statement gets "[]", a node of which nothing is known. Steps that two procedures have in common are gone from one of
#   them. No error, and the number of statements stays the same. Two lists of their own (the control) are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @jeswr/pretty-turtle@1.8.2 n3@2.13.12 >/dev/null
cat > shared.ttl <<'TTL'
@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:build :steps _:all . _:all rdf:first "compile" ; rdf:rest _:end . _:end rdf:first "test" ; rdf:rest () .
:check :steps _:end .
TTL
cat > own.ttl <<'TTL'
@prefix : <https://example.org/> .
:build :steps ( "compile" "test" ) . :check :steps ( "test" ) .
TTL
cat > write.mjs <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
import { write } from "@jeswr/pretty-turtle";
import { Parser } from "n3";

for (const name of ["shared", "own"])
  writeFileSync(`${name}-written.ttl`, await write(new Parser().parse(readFileSync(`${name}.ttl`, "utf8"))));
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic

EX = Namespace("https://example.org/")
before, after = Graph().parse("shared.ttl"), Graph().parse("shared-written.ttl")


def steps(graph):
    return {
        name: [str(step) for step in Collection(graph, graph.value(EX[name], EX.steps))] for name in ("build", "check")
    }


seen, sizes = (steps(before), steps(after)), (len(before), len(after))
control = isomorphic(Graph().parse("own.ttl"), Graph().parse("own-written.ttl"))
print("before and after:", seen, "statements:", sizes, "lists of their own:", control)
whole = {"build": ["compile", "test"], "check": ["test"]}
sys.exit(0 if seen == (whole, {**whole, "check": []}) and sizes == (6, 6) and control else 1)
PYTHON
