#!/usr/bin/env bash
# pronto: OBO that was read and written has no qualifiers, so nothing says any more who claims a statement.
#
# Versions: pronto 2.7.4; fastobo 0.14.2 as peer.
# Expected: OBO Flat File Format 1.4 (Qualifiers): a clause may end in {name="value"}, and these become annotations
#   of the axiom in OWL; sources, dates and the kind of evidence are kept there.
# Seen: those of is_a, relationship and xref are gone from the file that Ontology.dump writes. All statements of two
#   sources look alike, and a rule "drop what the mapping tool inferred" has nothing to go by. No error or warning. The
#   source of a definition in its brackets (the control) stays. The peer, on which pronto is built, keeps them all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  fastobo==0.14.2 pronto==2.7.4
cd "$folder"
cat > terms.obo <<'OBO'
format-version: 1.4
ontology: ex

[Term]
id: EX:1
name: approver
def: "Who approves." [EX:9]
xref: OTHER:7 {status="checked"}
is_a: EX:2 {source="guess"}
relationship: part_of EX:3 {since="2020"}

[Term]
id: EX:2
name: role

[Term]
id: EX:3
name: board

[Typedef]
id: part_of
name: part of
OBO
venv/bin/python -W error - <<'PYTHON' | tee seen.txt
import fastobo
import pronto

with open("again.obo", "wb") as file:
    pronto.Ontology("terms.obo").dump(file, format="obo")
documents = {"fastobo": str(fastobo.load("terms.obo")), "pronto": open("again.obo").read()}
for name, text in documents.items():
    for line in text.splitlines():
        if line.startswith(("def", "xref", "is_a", "relationship")):
            print(name, line)
PYTHON
diff seen.txt - <<'SEEN'
fastobo def: "Who approves." [EX:9]
fastobo xref: OTHER:7 {status="checked"}
fastobo is_a: EX:2 {source="guess"}
fastobo relationship: part_of EX:3 {since="2020"}
pronto def: "Who approves." [EX:9]
pronto xref: OTHER:7
pronto is_a: EX:2
pronto relationship: part_of EX:3
SEEN
