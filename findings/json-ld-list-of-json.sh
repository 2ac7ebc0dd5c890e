#!/usr/bin/env bash
# pyoxigraph, rdflib: a list whose members are JSON is no list in RDF.
#
# Versions: pyoxigraph 0.5.13, rdflib 7.6.0; PyLD 3.3.0 as peer.
# Expected: JSON-LD 1.1 API (5.1.2, step 13): with "@type": "@json" the expanded value is a JSON literal, and with
#   "@container": "@list" an expanded value that is no list yet becomes one. So the triple leads to an rdf:List with
#   one JSON literal.
# Seen: both leave out the list: the property leads to the literal itself. A query over rdf:rest*/rdf:first finds
#   nothing, and a shape that asks for a list is violated. No error. A list of texts (the control) is one in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > list.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "steps": {"@type": "@json", "@container": "@list"}, "names": {"@container": "@list"}},
 "@id": "https://example.org/plan", "steps": [{"do": 1}], "names": ["x"]}
JSON
cat > read.py <<'PYTHON'
import json
import sys

import pyoxigraph
import rdflib
from pyld import jsonld

def short(text):
    for long, prefix in (("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"), ("http://www.w3.org/2001/XMLSchema#", "xsd:"), ("https://example.org/", ":")):
        text = text.replace(f"<{long}", f"<{prefix}")
    return text

def show(name, quads):
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    for line in sorted(map(str, dataset)):
        print(f"{name}: {short(line)}")

for file in sys.argv[1:]:
    document = open(file).read()
    try:
        show(f"{file} pyoxigraph", pyoxigraph.parse(input=document.encode(), format=pyoxigraph.RdfFormat.JSON_LD))
    except SyntaxError as error:
        print(f"{file} pyoxigraph: SyntaxError {error}")
    text = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"})
    show(f"{file} PyLD", pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    text = rdflib.Graph().parse(data=document, format="json-ld").serialize(format="nt")
    show(f"{file} rdflib", pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
PYTHON
venv/bin/python read.py list.json | tee seen.txt
diff seen.txt - <<'SEEN'
list.json pyoxigraph: <:plan> <:names> _:c14n0
list.json pyoxigraph: <:plan> <:steps> "[{\"do\":1}]"^^<rdf:JSON>
list.json pyoxigraph: _:c14n0 <rdf:first> "x"
list.json pyoxigraph: _:c14n0 <rdf:rest> <rdf:nil>
list.json PyLD: <:plan> <:names> _:c14n1
list.json PyLD: <:plan> <:steps> _:c14n0
list.json PyLD: _:c14n0 <rdf:first> "[{\"do\":1}]"^^<rdf:JSON>
list.json PyLD: _:c14n0 <rdf:rest> <rdf:nil>
list.json PyLD: _:c14n1 <rdf:first> "x"
list.json PyLD: _:c14n1 <rdf:rest> <rdf:nil>
list.json rdflib: <:plan> <:names> _:c14n0
list.json rdflib: <:plan> <:steps> "[{\"do\":1}]"^^<rdf:JSON>
list.json rdflib: _:c14n0 <rdf:first> "x"
list.json rdflib: _:c14n0 <rdf:rest> <rdf:nil>
SEEN
