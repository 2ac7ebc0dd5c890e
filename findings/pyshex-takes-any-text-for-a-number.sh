#!/usr/bin/env bash
# PyShEx: any text with the right datatype conforms, "five"^^xsd:integer and "soon"^^xsd:dateTime too.
#
# Versions: PyShEx 0.9.0, rdflib 7.6.0.
# Expected: ShEx 2.1 (5.4.3, Datatype Constraints): a literal fits a datatype if it has that datatype and, where
#   the datatype is one of SPARQL's operand data types (SPARQL 1.1, 17.1: integer, decimal, boolean, dateTime
#   ...), its lexical form can be cast to it. The package quotes this rule above the function that tests it.
# Seen: texts that are no integer, boolean, dateTime or decimal conform. A facet (MININCLUSIVE) is the only
#   thing that finds them. Who checks data with a shape before it is summed or sorted is told that it is good.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyShEx==0.9.0 rdflib==7.6.0 "setuptools<81"
cd "$folder"
venv/bin/python - 2>/dev/null <<'PYTHON'
import logging, sys, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import rdflib
from pyshex import ShExEvaluator

XSD = "http://www.w3.org/2001/XMLSchema#"
X, S = "https://example.org/x", "https://example.org/S"


def conforms(form, datatype, facet=""):
    """Whether the value fits a shape that asks for its datatype."""
    graph = rdflib.Graph().parse(data=f'<{X}> <{X}/p> "{form}"^^<{XSD}{datatype}> .', format="nt")
    shape = f"<{S}> {{ <{X}/p> <{XSD}{datatype}> {facet} }}\n"
    return [found.result for found in ShExEvaluator().evaluate(rdf=graph, shex=shape, focus=X, start=S)]


good = [conforms("5", "integer"), conforms("2024-02-29T00:00:00", "dateTime")]
bad = [
    conforms(form, datatype)
    for form, datatype in (("five", "integer"), ("maybe", "boolean"), ("soon", "dateTime"), ("1,5", "decimal"))
]
facet = conforms("five", "integer", "MININCLUSIVE 1")
print("valid forms:", good, "invalid forms:", bad, "invalid with a facet:", facet)
sys.exit(0 if (good, bad, facet) == ([[True]] * 2, [[True]] * 4, [False]) else 1)
PYTHON
