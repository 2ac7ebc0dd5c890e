#!/usr/bin/env bash
# pyoxigraph: a map by type ("@container": "@type") is refused if its values have an @id.
#
# Versions: pyoxigraph 0.5.13; PyLD 3.3.0 and rdflib 7.6.0 as peers.
# Expected: JSON-LD 1.1 (4.6.5, Node Type Indexing): the keys of such a map are the types of the node objects in it,
#   which usually say what they are by @id.
# Seen: "@type must be the first key of an object or right after @context", although there is no @type in the
#   document, and the whole file is not read. The type that stands outside comes too late for the streaming reader.
#   Nodes without an @id, and references as texts (the controls), are read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > ids.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/", "by": {"@container": "@type"}},
 "@id": "plan", "by": {"Person": {"@id": "ann", "name": "Ann"}}}
JSON
cat > nameless.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/", "by": {"@container": "@type"}},
 "@id": "plan", "by": {"Person": {"name": "Ann"}}}
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
venv/bin/python read.py ids.json nameless.json | tee seen.txt
diff seen.txt - <<'SEEN'
ids.json pyoxigraph: SyntaxError @type must be the first key of an object or right after @context
ids.json PyLD: <:ann> <rdf:type> <:Person>
ids.json PyLD: <:ann> <:name> "Ann"
ids.json PyLD: <:plan> <:by> <:ann>
ids.json rdflib: <:ann> <rdf:type> <:Person>
ids.json rdflib: <:ann> <:name> "Ann"
ids.json rdflib: <:plan> <:by> <:ann>
nameless.json pyoxigraph: <:plan> <:by> _:c14n0
nameless.json pyoxigraph: _:c14n0 <rdf:type> <:Person>
nameless.json pyoxigraph: _:c14n0 <:name> "Ann"
nameless.json PyLD: <:plan> <:by> _:c14n0
nameless.json PyLD: _:c14n0 <rdf:type> <:Person>
nameless.json PyLD: _:c14n0 <:name> "Ann"
nameless.json rdflib: <:plan> <:by> _:c14n0
nameless.json rdflib: _:c14n0 <rdf:type> <:Person>
nameless.json rdflib: _:c14n0 <:name> "Ann"
SEEN
