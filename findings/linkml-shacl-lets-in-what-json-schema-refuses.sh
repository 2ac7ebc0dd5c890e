#!/usr/bin/env bash
# LinkML: what JSON Schema refuses, SHACL of the same schema lets in: patterns under any_of, none_of, and all rules.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1, pyshacl 0.40.1, rdflib 7.6.0.
# Expected: LinkML's documentation (Generators): one schema is compiled to the form that a program needs, so a record
#   and the RDF that linkml-convert makes of it get the same verdict. What a generator cannot write, it says. SHACL has
#   sh:pattern in sh:or, sh:not, and sh:or for rules.
# Seen: gen-shacl writes sh:or with the two types and without the pattern, and nothing of none_of or of rules, without a
#   word. A number of a case that must begin with "C", an owner who must not be "nobody", and a reason that a closed
#   case must have, are checked where the data is JSON, and pass once it is RDF. A pattern straight at the slot (the
#   control) is followed by both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1 pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
cat > schema.yaml <<'YAML'
id: https://example.org/s
name: s
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
default_range: string
imports: [linkml:types]
classes:
  Case:
    tree_root: true
    attributes:
      id: {identifier: true, range: uriorcurie}
      number: {any_of: [{range: integer}, {range: string, pattern: "^C"}]}
      owner: {none_of: [{equals_string: nobody}]}
      state: {}
      reason: {}
      tag: {pattern: "^[a-z]+$"}
    rules:
      - preconditions: {slot_conditions: {state: {equals_string: closed}}}
        postconditions: {slot_conditions: {reason: {required: true}}}
YAML
venv/bin/gen-shacl schema.yaml > shapes.ttl 2>errors.txt
cat > check.py <<'PYTHON'
import pyshacl
import rdflib
from linkml.validator import validate

shapes = rdflib.Graph().parse("shapes.ttl")
for slot, value in (("number", "X1"), ("owner", "nobody"), ("state", "closed"), ("tag", "A1"), ("tag", "a")):
    record = {"id": "ex:c", slot: value}
    problems = validate(record, "schema.yaml", "Case").results
    data = rdflib.Graph().parse(
        data=f'@prefix ex: <https://example.org/> . ex:c a ex:Case ; ex:{slot} "{value}" .', format="turtle")
    conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes)
    print(slot, value, "JSON Schema:", not problems, "SHACL:", conforms)
PYTHON
venv/bin/python check.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
number X1 JSON Schema: False SHACL: True
owner nobody JSON Schema: False SHACL: True
state closed JSON Schema: False SHACL: True
tag A1 JSON Schema: False SHACL: False
tag a JSON Schema: True SHACL: True
SEEN
