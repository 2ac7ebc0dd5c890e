#!/usr/bin/env bash
# owlrl: owl:AllDifferent says nothing of its last item, and a key holds where nobody has a value.
#
# Versions: owlrl 7.6.2, rdflib 7.6.0.
# Expected: rule eq-diff2 (OWL 2 Profiles, table 4) finds a contradiction for each two items of the list;
#   rule prp-key (table 5) asks that both things have one value of each property of the key.
# Seen: of ( a b c ) it compares a with b, and never c. And a class with owl:hasKey ( :number ) has all
#   its members that have no number the same as those that have one.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlrl==7.6.2 rdflib==7.6.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import owlrl
import rdflib

PREFIXES = """@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def closure(text):
    graph = rdflib.Graph().parse(data=PREFIXES + text, format="turtle")
    reasoner = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    return graph, reasoner.error_messages


different = "[] a owl:AllDifferent ; owl:members ( :a :b :c ) . "
first = bool(closure(different + ":a owl:sameAs :b .")[1])
last = bool(closure(different + ":b owl:sameAs :c .")[1])
graph, _ = closure(":C owl:hasKey ( :number ) . :a a :C ; :number 1 . :b a :C .")
a, b = (rdflib.URIRef("https://example.org/" + name) for name in "ab")
merged = (a, rdflib.OWL.sameAs, b) in graph
print("contradiction of a and b:", first, "of b and c:", last, "a sameAs b without a value:", merged)
sys.exit(0 if first and not last and merged else 1)
PYTHON
