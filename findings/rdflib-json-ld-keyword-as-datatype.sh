#!/usr/bin/env bash
# rdflib: a keyword of JSON-LD becomes the datatype of a literal, under the vocabulary of the document.
#
# Versions: rdflib 7.6.0; as peer PyLD 3.3.0.
# Expected: JSON-LD 1.1 API (5.3.2, Value Expansion): "@id" in a type coercion speaks of texts alone, and
#   "@none" of none. So a number under "@type": "@id" stays xsd:integer and a text under "@none" plain.
# Seen: "5"^^<https://example.org/@id> and "five"^^<https://example.org/@none>. No filter for a number or
#   a text finds them any more, and no error is raised.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 PyLD==3.3.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json, sys

import rdflib
from pyld import jsonld

document = {
    "@context": {
        "@vocab": "https://example.org/",
        "ref": {"@type": "@id"},
        "free": {"@type": "@none"},
    },
    "@id": "https://example.org/x",
    "ref": 5,
    "free": "five",
}
graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
by_rdflib = {str(p).rsplit("/", 1)[1]: str(o.datatype) for _, p, o in graph}
by_pyld = {
    row["predicate"]["value"].rsplit("/", 1)[1]: row["object"]["datatype"]
    for row in jsonld.to_rdf(document)["@default"]
}
print("rdflib:", by_rdflib)
print("PyLD:  ", by_pyld)
xsd = "http://www.w3.org/2001/XMLSchema#"
as_seen = by_rdflib == {
    "ref": "https://example.org/@id", "free": "https://example.org/@none"
} and by_pyld == {"ref": xsd + "integer", "free": xsd + "string"}
sys.exit(0 if as_seen else 1)
PYTHON
