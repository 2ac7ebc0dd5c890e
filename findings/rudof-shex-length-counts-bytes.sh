#!/usr/bin/env bash
# rudof: in ShEx "Müller" has a LENGTH of 7, and "Mülle" conforms to LENGTH 6.
#
# Versions: pyrudof 0.3.35.
# Expected: ShEx (5.4.4, XML Schema String Facet Constraints): "Let len = the number of unicode codepoints in lex";
#   LENGTH, MINLENGTH and MAXLENGTH compare with it.
# Seen: the bytes of UTF-8 are counted. Names with letters beyond ASCII are too long for a limit that they keep, and too
#   short ones pass MINLENGTH; Greek or Japanese text has half or a third of the room. "Muller" (the control) conforms.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyrudof==0.3.35
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import pyrudof

SCHEMA = """PREFIX : <https://example.org/>
:Six { :name LITERAL LENGTH 6 } :AtLeast { :name LITERAL MINLENGTH 6 } :AtMost { :name LITERAL MAXLENGTH 6 }
"""


def conforms(shape, name):
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_shex(SCHEMA)
    rudof.read_data(f'PREFIX : <https://example.org/> :a :name "{name}" .')
    rudof.read_shapemap(f"<https://example.org/a>@<https://example.org/{shape}>")
    return rudof.validate_shex().conforms


seen = {name: tuple(conforms(shape, name) for shape in ("Six", "AtLeast", "AtMost")) for name in
        ("Müller", "Mülle", "Muller", "Mulle", "ΑΒΓΔ")}
print("conforms to LENGTH, MINLENGTH, MAXLENGTH 6:", seen)
expected = {
    "Müller": (False, True, False), "Mülle": (True, True, True), "Muller": (True, True, True),
    "Mulle": (False, False, True), "ΑΒΓΔ": (False, True, False),
}
sys.exit(0 if seen == expected else 1)
PYTHON
