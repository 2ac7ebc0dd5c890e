#!/usr/bin/env bash
# linkml-map: the text "false" becomes true where the target is a boolean.
#
# Versions: linkml-map 0.5.4 with linkml-runtime 1.12.1.
# Expected: LinkML (linkml:types): the boolean is that of XML Schema, whose texts are true, false, 1 and 0. The range of
#   a slot derivation says what the value is to be; data that comes from CSV is text.
# Seen: any text but the empty one is true, so "false", "0" and "no" are: a right that a table denies is granted. No
#   message. A real boolean (the control) is kept, and the text "007" becomes the integer 7.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check linkml-map==0.5.4 linkml-runtime==1.12.1
cd "$folder"
cat > finding.py <<'PYTHON'
import logging

from linkml_map.session import Session

logging.disable(logging.CRITICAL)
SCHEMA = """
id: https://example.org/roles
name: roles
prefixes: {linkml: https://w3id.org/linkml/, ex: https://example.org/}
default_prefix: ex
imports: [linkml:types]
classes:
  Row:
    attributes: {approves: {range: %s}, level: {range: string}}
"""
MAPPING = """
class_derivations:
  Role:
    populated_from: Row
    slot_derivations:
      approves: {populated_from: approves, range: boolean}
      level: {populated_from: level, range: integer}
"""
for value in ("true", "false", "0", "no", "", True, False):
    session = Session()
    session.set_source_schema(SCHEMA % ("boolean" if isinstance(value, bool) else "string"))
    session.set_object_transformer(MAPPING)
    print(repr(value), "->", session.transform({"approves": value, "level": "007"}, source_type="Row"))
PYTHON
venv/bin/python -W ignore finding.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
'true' -> {'approves': True, 'level': 7}
'false' -> {'approves': True, 'level': 7}
'0' -> {'approves': True, 'level': 7}
'no' -> {'approves': True, 'level': 7}
'' -> {'approves': False, 'level': 7}
True -> {'approves': True, 'level': 7}
False -> {'approves': False, 'level': 7}
SEEN
