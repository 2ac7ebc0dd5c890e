#!/usr/bin/env bash
# regopy: in Rego lower("ÖFFNEN") is "Öffnen", and hex.encode("é") is "ffffffc3ffffffa9".
#
# Versions: regopy 1.5.2 (rego-cpp).
# Expected: OPA (Policy Reference, Strings; Encoding; Glob; Regex): lower gives all characters in lower case,
#   hex.encode the bytes of the text in hexadecimal, and "?" of a glob stands for any one character. RE2 (Syntax),
#   which OPA names for its expressions: "." is any character.
# Seen: letters outside of ASCII stay as they are in upper and lower, so names that differ only in case are not found
#   to be the same; each byte above 7F is written with six f before it; "?" and "." take a byte, so "é" has two.
#   count, reverse and substring (the controls) know such letters. No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check regopy==1.5.2
cd "$folder"
cat > finding.py <<'PYTHON'
from regopy import Interpreter

for query in (
    'x := lower("ÖFFNEN")', 'x := lower("ÖFFNEN") == lower("öffnen")', 'x := upper("é")', 'x := hex.encode("é")', 'x := hex.encode("e")',
    'x := hex.decode("c3a9")', 'x := glob.match("?", [], "é")', 'x := regex.match("^.$", "é")', 'x := regex.match("^..$", "é")',
    'x := count("é")', 'x := substring("éa", 1, 1)',
):
    print(query, Interpreter().query(query))
PYTHON
venv/bin/python finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
x := lower("ÖFFNEN") {"expressions":[true], "bindings":{"x":"Öffnen"}}
x := lower("ÖFFNEN") == lower("öffnen") {"expressions":[true], "bindings":{"x":false}}
x := upper("é") {"expressions":[true], "bindings":{"x":"é"}}
x := hex.encode("é") {"expressions":[true], "bindings":{"x":"ffffffc3ffffffa9"}}
x := hex.encode("e") {"expressions":[true], "bindings":{"x":"65"}}
x := hex.decode("c3a9") {"expressions":[true], "bindings":{"x":"é"}}
x := glob.match("?", [], "é") {"expressions":[true], "bindings":{"x":false}}
x := regex.match("^.$", "é") {"expressions":[true], "bindings":{"x":false}}
x := regex.match("^..$", "é") {"expressions":[true], "bindings":{"x":true}}
x := count("é") {"expressions":[true], "bindings":{"x":1}}
x := substring("éa", 1, 1) {"expressions":[true], "bindings":{"x":"a"}}
SEEN
