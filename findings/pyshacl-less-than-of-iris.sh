#!/usr/bin/env bash
# pySHACL: sh:lessThan between two IRIs, or a date and a dateTime, is decided by Python's order.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0.
# Expected: SHACL (4.5.3): a validation result for each pair where the first is not less than the second,
#   "or where the two values cannot be compared"; the comparison is "<" of SPARQL, which has no order of
#   IRIs and none of xsd:date with xsd:dateTime. Both must be violations, whatever their letters.
# Seen: conforms. A start that is a reference to another node passes since its address comes first in the
#   alphabet. A number beside a text (the control) is refused as it should be.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging, sys

logging.disable(logging.CRITICAL)
import pyshacl
import rdflib

HEAD = """@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :start ; sh:lessThan :end ] .
"""


def conforms(data):
    graph = rdflib.Graph().parse(data=HEAD + data, format="turtle")
    return pyshacl.validate(graph, shacl_graph=graph)[0]


iris = conforms(":x :start :monday ; :end :tuesday .")
mixed = conforms(':x :start "2024-01-01"^^xsd:date ; :end "2024-01-02T00:00:00Z"^^xsd:dateTime .')
control = conforms(':x :start 1 ; :end "two" .')
print("IRIs conform:", iris, "| date and dateTime:", mixed, "| number and text:", control)
sys.exit(0 if (iris, mixed, control) == (True, True, False) else 1)
PYTHON
