#!/usr/bin/env bash
# rdflib: a list that two statements share becomes two lists in JSON-LD.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: JSON-LD 1.1 Processing Algorithms (8.4, Serialize RDF as JSON-LD, on rdf:nil and node usages): nodes become
#   @list only if each is the object of one statement; another list stays as its nodes with rdf:first and rdf:rest. So
#   the same graph is read again.
# Seen: the list is written out at each place, with new nodes when it is read: 6 statements of 4, and who changes the
#   order of steps of one process has not changed it for the other. No error. A list with one owner, and Turtle (the
#   controls), stay; so does all in the peer.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > finding.py <<'PYTHON'
import pyoxigraph
from rdflib import Graph
from rdflib.compare import isomorphic

LISTS = {
    "shared": "_:l rdf:first 1 ; rdf:rest () . :a :steps _:l . :b :steps _:l .",
    "own": ":a :steps (1 2) .",
}
for name, turtle in LISTS.items():
    turtle = "@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . " + turtle
    before = Graph().parse(data=turtle, format="turtle")
    for format_ in ("json-ld", "turtle"):
        after = Graph().parse(data=before.serialize(format=format_), format=format_)
        print("rdflib", name, format_, len(before), "->", len(after), isomorphic(before, after))
    quads = list(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))
    text = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.JSON_LD)
    after = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    print("pyoxigraph", name, "json-ld", len(quads), "->", len(after))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
rdflib shared json-ld 4 -> 6 False
rdflib shared turtle 4 -> 4 True
pyoxigraph shared json-ld 4 -> 4
rdflib own json-ld 5 -> 5 True
rdflib own turtle 5 -> 5 True
pyoxigraph own json-ld 5 -> 5
SEEN
