#!/usr/bin/env bash
# rdflib: what JSON-LD only quotes ("@container": "@graph") is asserted in the default graph.
#
# Versions: rdflib 7.6.0; as peers PyLD 3.3.0 and pyoxigraph 0.5.13.
# Expected: JSON-LD 1.1 (4.9, Named Graphs; 4.9.1, Graph Containers): the value is a named graph, here
#   with a blank node for its name. The default graph holds nothing but "Ann claims that graph".
# Seen: rdflib puts the quoted statement into the default graph and leaves the name empty, so a claim
#   reads as a fact, and nothing says whose it is. The same for a top-level "@graph" beside other
#   properties. With "@graph" written out under a named node it is right. Both peers agree with the text.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 PyLD==3.3.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import json, sys

import pyoxigraph
import rdflib
from pyld import jsonld

SHAPE = "https://example.org/shape"
quoted = {
    "@context": {"@vocab": "https://example.org/", "claims": {"@container": "@graph"}},
    "@id": "https://example.org/ann",
    "claims": {"@id": "https://example.org/earth", "shape": "flat"},
}
top = {
    "@context": {"@vocab": "https://example.org/"},
    "claimedBy": "Ann",
    "@graph": [{"@id": "https://example.org/earth", "shape": "flat"}],
}
explicit = {"@id": "https://example.org/g", **top}


def asserted(document):
    """Whether the quoted statement is in the default graph, by each reader."""
    text = json.dumps(document)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    by_rdflib = (None, rdflib.URIRef(SHAPE), None) in dataset.default_graph
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    by_oxigraph = any(
        quad.predicate.value == SHAPE and quad.graph_name == pyoxigraph.DefaultGraph() for quad in quads
    )
    rows = jsonld.to_rdf(document)["@default"]
    by_pyld = any(row["predicate"]["value"] == SHAPE for row in rows)
    return by_rdflib, by_oxigraph, by_pyld


seen = [asserted(document) for document in (quoted, top, explicit)]
print("asserted by (rdflib, pyoxigraph, PyLD):", *seen)
expected = [(True, False, False), (True, False, False), (False, False, False)]
sys.exit(0 if seen == expected else 1)
PYTHON
