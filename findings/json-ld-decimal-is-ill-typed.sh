#!/usr/bin/env bash
# JSON-LD: a number with a fraction whose term is xsd:decimal becomes a literal that is no decimal.
#
# Versions: PyLD 3.3.0, pyoxigraph 0.5.13; rdflib 7.6.0 does otherwise.
# Expected by whoever writes "price": 1.5 with "@type": "xsd:decimal": "1.5"^^xsd:decimal.
# Seen: "1.5E0"^^xsd:decimal. This is what JSON-LD 1.1 API (8.2.2, Object to RDF Conversion) says: a number
#   with a fraction gets the form of a double and keeps the datatype it was given. XML Schema (part 2,
#   3.3.3) has no exponent in a decimal, so the literal is ill-typed: "price > 1" finds nothing. rdflib
#   writes 1.5. The value as a text ("1.5") or typed xsd:double is safe in all of them.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json, sys

import pyoxigraph
import rdflib
from pyld import jsonld

XSD = "http://www.w3.org/2001/XMLSchema#"


def document(value):
    return {
        "@context": {"price": {"@id": "https://example.org/price", "@type": XSD + "decimal"}},
        "@id": "https://example.org/x",
        "price": value,
    }


def forms(value):
    text = json.dumps(document(value))
    (row,) = jsonld.to_rdf(document(value))["@default"]
    (quad,) = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    (literal,) = rdflib.Graph().parse(data=text, format="json-ld").objects()
    store = pyoxigraph.Store()
    store.add(quad)
    found = bool(store.query("ASK { ?s <https://example.org/price> ?p FILTER(?p > 1) }"))
    return row["object"]["value"], quad.object.value, str(literal), found


number, text = forms(1.5), forms("1.5")
print("PyLD, pyoxigraph, rdflib, found by > 1, of 1.5:  ", number)
print('PyLD, pyoxigraph, rdflib, found by > 1, of "1.5":', text)
as_seen = number == ("1.5E0", "1.5E0", "1.5", False) and text == ("1.5", "1.5", "1.5", True)
sys.exit(0 if as_seen else 1)
PYTHON
