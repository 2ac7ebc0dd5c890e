#!/usr/bin/env bash
# rdflib: where "type" stands for {"@id": "@type", ...}, the context of a type is not used.
#
# Versions: rdflib 7.6.0; PyLD 3.3.0 and pyoxigraph 0.5.13 as peers.
# Expected: JSON-LD 1.1 (4.1.8, Scoped Contexts): a context in the definition of a type holds for node objects of that
#   type; 4.3 (Aliasing Keywords): "@type" may have another name. API (5.1.2, step 11) looks for each key that expands
#   to @type.
# Seen: an alias in its long form, as it is written to add "@container": "@set", is not found. The terms of the type's
#   context then mean what they mean outside: another property, and a text in place of a reference. No error. With
#   "@type" (the control) it is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > alias.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/", "type": {"@id": "@type", "@container": "@set"},
  "Role": {"@context": {"holder": {"@id": "heldBy", "@type": "@id"}}}},
 "@id": "owner", "type": "Role", "holder": "ann"}
JSON
cat > keyword.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/",
  "Role": {"@context": {"holder": {"@id": "heldBy", "@type": "@id"}}}},
 "@id": "owner", "@type": "Role", "holder": "ann"}
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
venv/bin/python read.py alias.json keyword.json | tee seen.txt
diff seen.txt - <<'SEEN'
alias.json pyoxigraph: <:owner> <rdf:type> <:Role>
alias.json pyoxigraph: <:owner> <:heldBy> <:ann>
alias.json PyLD: <:owner> <rdf:type> <:Role>
alias.json PyLD: <:owner> <:heldBy> <:ann>
alias.json rdflib: <:owner> <rdf:type> <:Role>
alias.json rdflib: <:owner> <:holder> "ann"
keyword.json pyoxigraph: <:owner> <rdf:type> <:Role>
keyword.json pyoxigraph: <:owner> <:heldBy> <:ann>
keyword.json PyLD: <:owner> <rdf:type> <:Role>
keyword.json PyLD: <:owner> <:heldBy> <:ann>
keyword.json rdflib: <:owner> <rdf:type> <:Role>
keyword.json rdflib: <:owner> <:heldBy> <:ann>
SEEN
