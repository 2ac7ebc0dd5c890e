#!/usr/bin/env bash
# pronto: through OBO Graphs JSON the relation part_of becomes "ex.owl#part:of", which is another one.
#
# Versions: pronto 2.7.4.
# Expected: OBO Flat File Format 1.4 (translation of identifiers to OWL): an identifier without a prefix, as part_of, is
#   the ontology's IRI with "#" and the identifier; back from OWL it is the same identifier again. So one ontology goes
#   through both formats without new names.
# Seen: the IRI in JSON is right. In reading, the last "_" is taken for the one between prefix and number, as in EX_1,
#   so the name is cut there: "ex.owl#part:of". Ontology["part_of"] is a KeyError, and merged with the file it came from
#   the ontology has two relations of one name, each with half of the links. No error. A relation without "_" comes
#   back with its whole IRI for a name. EX:1, and all names in OBO (the controls), stay.
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
relationship: part_of EX:2
relationship: follows EX:2

[Term]
id: EX:2
name: board

[Typedef]
id: part_of
name: part of

[Typedef]
id: follows
name: follows
OBO
venv/bin/python -W error - <<'PYTHON' | tee seen.txt
import json

import pronto

ontology = pronto.Ontology("terms.obo")
for form in ("obo", "json"):
    with open(f"again.{form}", "wb") as file:
        ontology.dump(file, format=form)
    back = pronto.Ontology(f"again.{form}")
    print(form, sorted(each.id for each in back.terms()), sorted(each.id for each in back.relationships()))
    try:
        print(form, [each.id for each in back["EX:1"].relationships[back.get_relationship("part_of")]])
    except KeyError as error:
        print(form, "KeyError", error)
print([edge["pred"] for edge in json.load(open("again.json"))["graphs"][0]["edges"]])
PYTHON
diff seen.txt - <<'SEEN'
obo ['EX:1', 'EX:2'] ['follows', 'part_of']
obo ['EX:2']
json ['EX:1', 'EX:2'] ['ex.owl#part:of', 'http://purl.obolibrary.org/obo/ex.owl#follows']
json KeyError 'part_of'
['http://purl.obolibrary.org/obo/ex.owl#part_of', 'http://purl.obolibrary.org/obo/ex.owl#follows']
SEEN
