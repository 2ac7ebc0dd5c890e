#!/usr/bin/env bash
# owlrl: the last member of AllDifferent and of AllDisjointProperties is never compared.
#
# Versions: owlrl 7.6.2, rdflib 7.6.0.
# Expected: OWL 2 RL (OWL 2 Profiles, 4.3), rules eq-diff2, eq-diff3 (table 4) and prp-adp (table 5):
#   a contradiction for *each* pair i < j of the list. AllDisjointClasses (cax-adc) is the control.
# Seen: the loops of both rules end one member early. "Ann, Ben and Cem are different" with Ben the
#   same as Cem passes without a word; written in another order it is found. A list of two members is
#   never checked at all. Whoever asks this closure "is my data consistent?" is told yes.
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


def contradictions(turtle):
    graph = rdflib.Graph().parse(data=HEAD + turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return len(set(graph.objects(None, ERROR)))


same = ":ben owl:sameAs :cem . [] a owl:AllDifferent ; owl:members "
clash = ":x :writes :y ; :reads :y . [] a owl:AllDisjointProperties ; owl:members "
found = {
    "different, pair first": contradictions(same + "(:ben :cem :ann) ."),
    "different, pair last": contradictions(same + "(:ann :ben :cem) ."),
    "different, only two": contradictions(same + "(:ben :cem) ."),
    "properties, pair first": contradictions(clash + "(:writes :reads :owns) ."),
    "properties, pair last": contradictions(clash + "(:owns :writes :reads) ."),
    "classes, pair last": contradictions(
        ":x a :B, :C . [] a owl:AllDisjointClasses ; owl:members (:A :B :C) ."
    ),
}
for case, count in found.items():
    print(case.ljust(24), "contradictions:", count)
as_seen = [count > 0 for count in found.values()] == [True, False, False, True, False, True]
sys.exit(0 if as_seen else 1)
PYTHON
