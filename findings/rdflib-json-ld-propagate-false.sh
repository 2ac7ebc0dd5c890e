#!/usr/bin/env bash
# rdflib: a property's context with "@propagate": false does not even reach the node it is for.
#
# Versions: rdflib 7.6.0; as peer PyLD 3.3.0.
# Expected: JSON-LD 1.1 (4.1.9, Context Propagation): without propagation the context holds for the node
#   object that it is put on and not for nodes below it. So "name" of the supplier is schema:name.
# Seen: rdflib reads "name" of that very node by the outer context: another predicate, no message. Without
#   "@propagate" it reads the node as PyLD does.
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


def document(**more):
    return {
        "@context": {
            "@vocab": "https://example.org/",
            "supplier": {
                "@id": "https://example.org/supplier",
                "@context": {"name": "https://schema.org/name", **more},
            },
        },
        "@id": "https://example.org/order",
        "supplier": {"@id": "https://example.org/acme", "name": "Acme"},
    }


def readings(value):
    graph = rdflib.Graph().parse(data=json.dumps(value), format="json-ld")
    by_rdflib = {str(p) for p in graph.predicates(object=rdflib.Literal("Acme"))}
    rows = jsonld.to_rdf(value)["@default"]
    by_pyld = {row["predicate"]["value"] for row in rows if row["object"]["value"] == "Acme"}
    return by_rdflib, by_pyld


stopped = readings(document(**{"@propagate": False}))
usual = readings(document())
print("rdflib, PyLD without propagation:", *stopped)
print("rdflib, PyLD with it:            ", *usual)
name = {"https://schema.org/name"}
sys.exit(0 if stopped == ({"https://example.org/name"}, name) and usual == (name, name) else 1)
PYTHON
