#!/usr/bin/env bash
# rdflib: a list whose nodes have IRIs loses these names in Turtle.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: Turtle (2.8, Collections) says that "( ... )" allocates a blank node for each node of the list. So
#   only lists of blank nodes may be written that way; what has a name is written with rdf:first and rdf:rest.
# Seen: rdflib asks whether a node that is referred to once has rdf:first, not whether it is blank. :step2,
#   an IRI that others may refer to from outside, becomes a new blank node in turtle, longturtle and n3, and
#   the graph that comes back is another one. The peer keeps the name.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph
import rdflib

DATA = """@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:plan :steps _:l . _:l rdf:first :wash ; rdf:rest :step2 . :step2 rdf:first :cook ; rdf:rest rdf:nil ."""
NAME = rdflib.URIRef("https://example.org/step2")

graph = rdflib.Graph().parse(data=DATA, format="turtle")
seen = {}
for style in ("turtle", "longturtle", "n3", "xml"):
    text = graph.serialize(format=style)
    again = rdflib.Graph().parse(data=text, format={"longturtle": "turtle"}.get(style, style))
    seen[style] = (len(again), (NAME, None, None) in again)
turtle = pyoxigraph.RdfFormat.TURTLE
by_peer = pyoxigraph.serialize(pyoxigraph.parse(DATA, format=turtle), format=turtle).decode()
seen["peer"] = (5, (NAME, None, None) in rdflib.Graph().parse(data=by_peer, format="turtle"))
print("statements, and whether :step2 is still a subject:", seen)
lost, kept = (5, False), (5, True)
expected = {"turtle": lost, "longturtle": lost, "n3": lost, "xml": kept, "peer": kept}
sys.exit(0 if seen == expected else 1)
PYTHON
