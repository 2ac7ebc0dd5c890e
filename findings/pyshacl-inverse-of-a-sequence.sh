#!/usr/bin/env bash
# pySHACL: the inverse of a sequence path is followed in the wrong order.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SHACL (2.3.1.4, Inverse Paths) maps [ sh:inversePath ( :manages :owns ) ] to ^(:manages/:owns) of
#   SPARQL: from the thing owned back to its owner, and from there to the manager.
# Seen: pySHACL goes back over :manages first and over :owns then. What is there is reported as missing, and
#   a chain in the other order satisfies the shape. Written as ( [ sh:inversePath :owns ]
#   [ sh:inversePath :manages ] ), which is the same path, it is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging, sys

logging.disable(logging.CRITICAL)
import pyoxigraph
import pyshacl
import rdflib

PREFIX = "PREFIX : <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#> "
WHOLE = "[ sh:inversePath ( :manages :owns ) ]"
PARTS = "( [ sh:inversePath :owns ] [ sh:inversePath :manages ] )"
RIGHT = ":ann :manages :ben . :ben :owns :tool . "
WRONG = ":ann :owns :ben . :ben :manages :tool . "


def conforms(path, data):
    shape = f":S sh:targetNode :tool ; sh:property [ sh:path {path} ; sh:hasValue :ann ] . "
    graph = rdflib.Graph().parse(data=PREFIX + shape + data, format="turtle")
    return pyshacl.validate(graph, shacl_graph=graph)[0]


def reached(data):
    store = pyoxigraph.Store()
    store.update(PREFIX + "INSERT DATA { " + data + " }")
    return bool(store.query(PREFIX + "ASK { :tool ^(:manages/:owns) :ann }"))


seen = [(conforms(WHOLE, data), conforms(PARTS, data), reached(data)) for data in (RIGHT, WRONG)]
print("inverse of the sequence, sequence of inverses, SPARQL:", *seen)
sys.exit(0 if seen == [(False, True, True), (True, False, False)] else 1)
PYTHON
