#!/usr/bin/env bash
# rdflib: in a map by type ("@container": "@type") references in an array lose their type.
#
# Versions: rdflib 7.6.0; PyLD 3.3.0 and pyoxigraph 0.5.13 as peers.
# Expected: JSON-LD 1.1 (4.6.5, Node Type Indexing): the keys map to the types of the node objects in the map; a
#   string there, under "@type": "@id", is a reference to a node, in an array as alone.
# Seen: of {"Person": ["ann", "ben"], "Group": "crew"} the crew has its type, and Ann and Ben have none, so a query
#   for persons finds nobody, and a shape with that target class checks nobody. No error. A single reference (the
#   control) is right, so it begins with the second person.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > refs.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/", "by": {"@container": "@type", "@type": "@id"}},
 "@id": "plan", "by": {"Person": ["ann", "ben"], "Group": "crew"}}
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
venv/bin/python read.py refs.json | tee seen.txt
diff seen.txt - <<'SEEN'
refs.json pyoxigraph: <:ann> <rdf:type> <:Person>
refs.json pyoxigraph: <:ben> <rdf:type> <:Person>
refs.json pyoxigraph: <:crew> <rdf:type> <:Group>
refs.json pyoxigraph: <:plan> <:by> <:ann>
refs.json pyoxigraph: <:plan> <:by> <:ben>
refs.json pyoxigraph: <:plan> <:by> <:crew>
refs.json PyLD: <:ann> <rdf:type> <:Person>
refs.json PyLD: <:ben> <rdf:type> <:Person>
refs.json PyLD: <:crew> <rdf:type> <:Group>
refs.json PyLD: <:plan> <:by> <:ann>
refs.json PyLD: <:plan> <:by> <:ben>
refs.json PyLD: <:plan> <:by> <:crew>
refs.json rdflib: <:crew> <rdf:type> <:Group>
refs.json rdflib: <:plan> <:by> <:ann>
refs.json rdflib: <:plan> <:by> <:ben>
refs.json rdflib: <:plan> <:by> <:crew>
SEEN
