#!/usr/bin/env bash
# pronto: in OBO Graphs JSON an obsolete term lives again, and no term has its synonyms or its comment.
#
# Versions: pronto 2.7.4.
# Expected: OBO Graphs (README, schema): the meta of a node holds "deprecated", "synonyms" and "comments"; the OBO Flat
#   File Format 1.4 has is_obsolete, synonym and comment for them. Ontology.dump with format "json" writes the ontology.
# Seen: each node says "deprecated": false, "synonyms": [] and "comments": [], whatever the term has. Read again, a
#   term that nobody is to use any more is offered like others, and a search by a synonym finds nothing. No error or
#   warning. Name, definition and identifiers of other sources (the control) are there. Written as OBO all stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pronto==2.7.4
cd "$folder"
cat > terms.obo <<'OBO'
format-version: 1.4
ontology: ex

[Term]
id: EX:1
name: approver
def: "Who approves." [EX:9]
comment: Asked by the board.
synonym: "approving officer" EXACT []
xref: OTHER:7

[Term]
id: EX:2
name: signer
is_obsolete: true
OBO
venv/bin/python -W error - <<'PYTHON' | tee seen.txt
import json

import pronto

ontology = pronto.Ontology("terms.obo")
for form in ("obo", "json"):
    with open(f"again.{form}", "wb") as file:
        ontology.dump(file, format=form)
    for term in sorted(pronto.Ontology(f"again.{form}").terms()):
        synonyms = [each.description for each in term.synonyms]
        print(form, term.id, term.name, "obsolete" if term.obsolete else "in use", synonyms, term.comment, len(term.xrefs))
for node in json.load(open("again.json"))["graphs"][0]["nodes"]:
    print(node["lbl"], {key: node["meta"][key] for key in ("deprecated", "synonyms", "comments")})
PYTHON
diff seen.txt - <<'SEEN'
obo EX:1 approver in use ['approving officer'] Asked by the board. 1
obo EX:2 signer obsolete [] None 0
json EX:1 approver in use [] None 1
json EX:2 signer in use [] None 0
approver {'deprecated': False, 'synonyms': [], 'comments': []}
signer {'deprecated': False, 'synonyms': [], 'comments': []}
SEEN
