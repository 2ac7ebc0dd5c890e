#!/usr/bin/env bash
# rdflib: blank nodes that refer to each other in a circle are missing in JSON-LD.
#
# Versions: rdflib 7.6.0; as peers PyLD 3.3.0 and pyoxigraph 0.5.13.
# Expected: JSON-LD 1.1 API (8.4, Serialize RDF as JSON-LD): each subject of the graph, blank or not, becomes
#   a node object of the result. Two people without an IRI who know each other are two node objects.
# Seen: rdflib leaves out a blank node that something refers to, since it expects to write it inside of what
#   refers to it. In a circle nothing remains: "[]", an empty and valid document, without a warning. With a
#   third node that refers into the circle (the control) all is written. Both peers keep the circle.
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

KNOWS = "<https://example.org/knows>"
CIRCLE = f"_:a {KNOWS} _:b .\n_:b {KNOWS} _:a .\n"
HELD = CIRCLE + f"<https://example.org/ann> {KNOWS} _:a .\n"


def kept(lines):
    """How many statements are left of these lines after JSON-LD, by each writer."""
    by_rdflib = rdflib.Graph().parse(data=lines, format="nt").serialize(format="json-ld")
    by_pyld = json.dumps(jsonld.from_rdf(lines))
    triples = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    by_oxigraph = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.JSON_LD)
    written = (by_rdflib, by_pyld, by_oxigraph)
    return [len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))) for text in written]


circle, held = kept(CIRCLE), kept(HELD)
print("statements left (rdflib, PyLD, pyoxigraph): circle", circle, "circle that is held", held)
sys.exit(0 if (circle, held) == ([0, 2, 2], [3, 3, 3]) else 1)
PYTHON
