#!/usr/bin/env bash
# LinkML: a rule that is switched off still holds, and "if there is a grade, it is 5 at least" makes the grade required.
#
# Versions: linkml 1.12.1, linkml-runtime 1.12.1.
# Expected: the metamodel of LinkML: "a deactivated rule is not executed by the rules engine", and required is a slot of
#   its own in the conditions of a rule: minimum_value: 5 speaks of the values of grade, not of whether there is one.
# Seen: gen-json-schema, and so linkml-validate, write the rule as if it had no "deactivated": true, so a rule that was
#   taken back still refuses data. And each slot in the postconditions is listed as required. Without rules (the
#   control) both records are valid. No warning.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  linkml==1.12.1 linkml-runtime==1.12.1
cd "$folder"
cat > off.yaml <<'YAML'
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
      state: {}
      reason: {}
      age: {range: integer}
      grade: {range: integer}
    rules:
      - deactivated: true
        preconditions: {slot_conditions: {state: {equals_string: closed}}}
        postconditions: {slot_conditions: {reason: {equals_string: done}}}
YAML
sed 's/deactivated: true/description: grades of adults/; s/state: {equals_string: closed}/age: {minimum_value: 18}/
  s/reason: {equals_string: done}/grade: {minimum_value: 5}/' off.yaml > grade.yaml
sed '/rules:/,$d' off.yaml > none.yaml
venv/bin/python - 2>/dev/null <<'PYTHON' | tee seen.txt
from linkml.validator import validate

for record in ({"state": "closed", "reason": "lost"}, {"age": 20}, {"age": 20, "grade": 6}, {"age": 20, "grade": 2}):
    for name in ("off", "grade", "none"):
        print(name, record, [result.message for result in validate(record, f"{name}.yaml", "Case").results])
PYTHON
diff seen.txt - <<'SEEN'
off {'state': 'closed', 'reason': 'lost'} ["'done' was expected in /reason"]
grade {'state': 'closed', 'reason': 'lost'} []
none {'state': 'closed', 'reason': 'lost'} []
off {'age': 20} []
grade {'age': 20} ["'grade' is a required property in /"]
none {'age': 20} []
off {'age': 20, 'grade': 6} []
grade {'age': 20, 'grade': 6} []
none {'age': 20, 'grade': 6} []
off {'age': 20, 'grade': 2} []
grade {'age': 20, 'grade': 2} ['2 is less than the minimum of 5 in /grade']
none {'age': 20, 'grade': 2} []
SEEN
