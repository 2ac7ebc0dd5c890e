#!/usr/bin/env bash
# LinkML: a permissible value without a meaning is a text in its RDF and SHACL, and an IRI in its ShEx and OWL.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1, rdflib 7.6.0.
# Expected: LinkML's documentation (Enumerations): "meaning" is optional; the text of the value is then the value. The
#   generators of one schema agree on what it is in RDF, so that data which linkml-convert writes fits the ShEx and the
#   OWL of that schema.
# Seen: "on hold" is the literal "on hold" in the data and in sh:in. ShEx has <State#on%20hold> in its value set and OWL
#   a class of this name, so each case on hold is invalid by ShEx, and a query with the IRI of the ontology finds none.
#   No warning. A value with a meaning (the control) is its IRI everywhere.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cd "$folder"
cat > schema.yaml <<'YAML'
id: https://example.org/s
name: s
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
default_range: string
imports: [linkml:types]
enums:
  State:
    permissible_values:
      open: {meaning: ex:Open}
      on hold: {}
classes:
  Case:
    tree_root: true
    attributes:
      id: {identifier: true, range: uriorcurie}
      state: {range: State}
YAML
printf 'id: ex:a\nstate: on hold\n' > hold.yaml
printf 'id: ex:b\nstate: open\n' > open.yaml
for name in hold open; do
  venv/bin/linkml-convert -s schema.yaml -C Case -t ttl --no-validate -o "$folder/$name.ttl" "$name.yaml" 2>/dev/null
done
venv/bin/gen-shacl schema.yaml > shapes.ttl 2>/dev/null
venv/bin/gen-owl schema.yaml > ontology.ttl 2>/dev/null
venv/bin/gen-shex schema.yaml > shapes.shex 2>/dev/null
venv/bin/python - <<'PYTHON' | tee seen.txt
import re

from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import SH

EX = Namespace("https://example.org/")
for name in ("hold", "open"):
    print("data", *[value.n3() for value in Graph().parse(f"{name}.ttl").objects(None, EX.state)])
shapes = Graph().parse("shapes.ttl")
for values in shapes.objects(None, SH["in"]):
    print("SHACL", *sorted(value.n3() for value in Collection(shapes, values)))
print("ShEx", *re.findall(r"<state> (\[.*?\])", open("shapes.shex").read()))
print("OWL", *sorted(each.n3() for each in Graph().parse("ontology.ttl").subjects(RDFS.subClassOf, EX.State)))
PYTHON
diff seen.txt - <<'SEEN'
data "on hold"
data <https://example.org/Open>
SHACL "on hold" <https://example.org/Open>
ShEx [ <Open> <https://example.org/State#on%20hold> ]
OWL <https://example.org/Open> <https://example.org/State#on%20hold>
SEEN
