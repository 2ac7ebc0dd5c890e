#!/usr/bin/env bash
# reasonable: an inverse functional property makes things the same whose values differ.
#
# Versions: reasonable 0.4.4; owlrl 7.6.2 does otherwise.
# Expected: by rule prp-ifp (OWL 2 Profiles, table 5) x and y are the same where both have one value z.
# Seen: with a :p c . b :p d . it infers a owl:sameAs b. So two people with different e-mail addresses
#   become one, and all that is said of either is said of both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  owlrl==7.6.2 rdflib==7.6.0 reasonable==0.4.4
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:email a owl:InverseFunctionalProperty .
:ada :email :ada-at-example .
:bob :email :bob-at-example .
TURTLE
venv/bin/python -W ignore - <<'PYTHON'
import sys

import owlrl
import rdflib
import reasonable

ADA, BOB = (rdflib.URIRef("https://example.org/" + name) for name in ("ada", "bob"))
wanted = (ADA, rdflib.OWL.sameAs, BOB)
reasoner = reasonable.PyReasoner()
reasoner.load_file("data.ttl")
by_reasonable = wanted in set(reasoner.reason())
graph = rdflib.Graph().parse("data.ttl")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
by_owlrl = wanted in graph
print("ada sameAs bob by reasonable:", by_reasonable, "by owlrl:", by_owlrl)
sys.exit(0 if by_reasonable and not by_owlrl else 1)
PYTHON
