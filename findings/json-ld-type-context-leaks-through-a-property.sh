#!/usr/bin/env bash
# pyoxigraph, rdflib: the context of a type reaches the node below, if the property between them has a context, too.
#
# Versions: pyoxigraph 0.5.13, rdflib 7.6.0; PyLD 3.3.0 as peer.
# Expected: JSON-LD 1.1 (4.1.8; 4.1.9, Context Propagation): a type-scoped context holds for its node and not for the
#   nodes below. API (5.1.2, steps 7 and 8): the active context is first put back to the previous one, and the
#   property's context is added to that.
# Seen: with a context at the property the type's terms stay: the name of the person who holds the role is the name of
#   the role. Both are valid properties, so the data is wrong without a word. A property without a context (the
#   control) is right in both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
cat > leak.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "Role": {"@context": {"name": "roleName"}},
  "holder": {"@context": {"mail": "address"}}},
 "@id": "https://example.org/owner", "@type": "Role", "name": "Owner", "holder": {"@id": "https://example.org/ann", "name": "Ann", "mail": "m"}}
JSON
cat > plain.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "Role": {"@context": {"name": "roleName"}}},
 "@id": "https://example.org/owner", "@type": "Role", "name": "Owner", "holder": {"@id": "https://example.org/ann", "name": "Ann"}}
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
venv/bin/python read.py leak.json plain.json | tee seen.txt
diff seen.txt - <<'SEEN'
leak.json pyoxigraph: <:ann> <:address> "m"
leak.json pyoxigraph: <:ann> <:roleName> "Ann"
leak.json pyoxigraph: <:owner> <rdf:type> <:Role>
leak.json pyoxigraph: <:owner> <:holder> <:ann>
leak.json pyoxigraph: <:owner> <:roleName> "Owner"
leak.json PyLD: <:ann> <:address> "m"
leak.json PyLD: <:ann> <:name> "Ann"
leak.json PyLD: <:owner> <rdf:type> <:Role>
leak.json PyLD: <:owner> <:holder> <:ann>
leak.json PyLD: <:owner> <:roleName> "Owner"
leak.json rdflib: <:ann> <:address> "m"
leak.json rdflib: <:ann> <:roleName> "Ann"
leak.json rdflib: <:owner> <rdf:type> <:Role>
leak.json rdflib: <:owner> <:holder> <:ann>
leak.json rdflib: <:owner> <:roleName> "Owner"
plain.json pyoxigraph: <:ann> <:name> "Ann"
plain.json pyoxigraph: <:owner> <rdf:type> <:Role>
plain.json pyoxigraph: <:owner> <:holder> <:ann>
plain.json pyoxigraph: <:owner> <:roleName> "Owner"
plain.json PyLD: <:ann> <:name> "Ann"
plain.json PyLD: <:owner> <rdf:type> <:Role>
plain.json PyLD: <:owner> <:holder> <:ann>
plain.json PyLD: <:owner> <:roleName> "Owner"
plain.json rdflib: <:ann> <:name> "Ann"
plain.json rdflib: <:owner> <rdf:type> <:Role>
plain.json rdflib: <:owner> <:holder> <:ann>
plain.json rdflib: <:owner> <:roleName> "Owner"
SEEN
