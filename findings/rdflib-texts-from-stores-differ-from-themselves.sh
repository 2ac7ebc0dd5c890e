#!/usr/bin/env bash
# oxrdflib, rdflib: "Ann" that comes from an Oxigraph store or from HexTuples is not equal to "Ann".
#
# Versions: oxrdflib 0.5.0 (pyoxigraph 0.5.13), rdflib 7.6.0.
# Expected: RDF 1.1 Concepts (3.3): a simple literal is only another way to write one with the datatype xsd:string;
#   there is one term "Ann". A store and a format give back the terms that went in.
# Seen: rdflib keeps texts without a datatype, and takes one with xsd:string for another term. What a store of Oxigraph
#   and the reader of HexTuples give has the datatype, so == with a text of the program is False, a set has both, the
#   difference of a graph and its copy is every text, and isomorphic says no. No error. Asked by a pattern, the store
#   itself finds the text. Integers, and rdflib's memory (the controls), are equal.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  oxrdflib==0.5.0 pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > finding.py <<'PYTHON'
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

ANN, NAME, AGE = (URIRef(f"https://example.org/{each}") for each in ("ann", "name", "age"))
TURTLE = '@prefix : <https://example.org/> . :ann :name "Ann" ; :age 40 .'
memory = Graph().parse(data=TURTLE, format="turtle")
graphs = {
    "memory": Graph().parse(data=memory.serialize(format="nt"), format="nt"),
    "Oxigraph": Graph(store="Oxigraph").parse(data=TURTLE, format="turtle"),
    "HexTuples": Graph().parse(data=memory.serialize(format="hext"), format="hext"),
}
for name, graph in graphs.items():
    text, number = graph.value(ANN, NAME), graph.value(ANN, AGE)
    print(name, "text equal:", text == Literal("Ann"), "integer equal:", number == Literal(40), "asked:", (ANN, NAME, Literal("Ann")) in graph,
          "left of the difference:", len(set(memory) - set(graph)), "isomorphic:", isomorphic(memory, graph))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
memory text equal: True integer equal: True asked: True left of the difference: 0 isomorphic: True
Oxigraph text equal: False integer equal: True asked: True left of the difference: 1 isomorphic: False
HexTuples text equal: False integer equal: True asked: False left of the difference: 1 isomorphic: False
SEEN
