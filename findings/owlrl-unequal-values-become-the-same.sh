#!/usr/bin/env bash
# owlrl: a functional property with two different values is no contradiction; 1 becomes the same as 2.
#
# Versions: owlrl 7.6.2, rdflib 7.6.0.
# Expected: OWL 2 RL (OWL 2 Profiles, 4.3). prp-fp makes the two values owl:sameAs, dt-diff (table 8)
#   makes literals of different values owl:differentFrom, and eq-diff1 then derives "false". The
#   documentation of the class counts dt-diff among the rules that it runs.
# Seen: the closure says 1 owl:sameAs 2 and reports nothing: the step for dt-diff is left out. Two things
#   that are declared different (the control) are reported.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  owlrl==7.6.2 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import owlrl
import rdflib

HEAD = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def closure(turtle):
    graph = rdflib.Graph().parse(data=HEAD + turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph, len(set(graph.objects(None, ERROR)))


values, of_values = closure(":age a owl:FunctionalProperty . :ann :age 1, 2 .")
_, of_things = closure(
    ":boss a owl:FunctionalProperty . :ann :boss :b, :c . :b owl:differentFrom :c ."
)
merged = (rdflib.Literal(1), rdflib.OWL.sameAs, rdflib.Literal(2)) in values
print("1 owl:sameAs 2:", merged, "| contradictions:", of_values)
print("control with two things, contradictions:", of_things)
sys.exit(0 if merged and of_values == 0 and of_things > 0 else 1)
PYTHON
