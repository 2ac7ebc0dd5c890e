#!/usr/bin/env bash
# rdflib: 100.0 in JSON-LD is a double, where the other readers have the integer 100.
#
# Versions: rdflib 7.6.0; PyLD 3.3.0 and pyoxigraph 0.5.13 as peers.
# Expected: JSON-LD 1.1 API (8.2.2, Object to RDF Conversion): a number "with a non-zero fractional part", or of 10^21
#   or more, is an xsd:double, any other number an xsd:integer. JSON has one kind of number, so 100.0 and 1e2 are
#   "100"^^xsd:integer.
# Seen: the kind that Python's json makes decides: "100.0"^^xsd:double. A triple pattern with 100 does not find it,
#   sh:datatype xsd:integer is a violation, and a graph read here is another than the same file read elsewhere.
#   Programs write whole prices and years like that. No error. 100 and 1.5 (the controls) have the same type in all,
#   if in other letters.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > data.json <<'JSON'
{"@context": {"@vocab": "https://example.org/"}, "@id": "https://example.org/a",
 "count": 100.0, "year": 2.026e3, "whole": 100, "rate": 1.5}
JSON
cat > read.py <<'PYTHON'
import json

import pyoxigraph
import rdflib
from pyld import jsonld

HEAD = "https://example.org/"
for quad in sorted(pyoxigraph.parse(path="data.json", format=pyoxigraph.RdfFormat.JSON_LD), key=str):
    print("pyoxigraph", quad.predicate.value.removeprefix(HEAD), quad.object.value, quad.object.datatype.value.split("#")[1])
text = jsonld.to_rdf(json.load(open("data.json")), {"format": "application/n-quads"})
for quad in sorted(pyoxigraph.parse(input=text.encode(), format=pyoxigraph.RdfFormat.N_QUADS), key=str):
    print("PyLD", quad.predicate.value.removeprefix(HEAD), quad.object.value, quad.object.datatype.value.split("#")[1])
for _, predicate, value in sorted(rdflib.Graph().parse("data.json", format="json-ld")):
    print("rdflib", predicate.removeprefix(HEAD), value, value.datatype.split("#")[1])
PYTHON
venv/bin/python read.py | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph count 100 integer
pyoxigraph rate 1.5E0 double
pyoxigraph whole 100 integer
pyoxigraph year 2026 integer
PyLD count 100 integer
PyLD rate 1.5E0 double
PyLD whole 100 integer
PyLD year 2026 integer
rdflib count 100.0 double
rdflib rate 1.5 double
rdflib whole 100 integer
rdflib year 2026.0 double
SEEN
