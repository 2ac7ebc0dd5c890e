#!/usr/bin/env bash
# regopy: object.union({"ann": {"read": true}}, {"ann": {"sign": true}}) forgets that Ann may read.
#
# Versions: regopy 1.5.2 (rego-cpp).
# Expected: OPA (Policy Reference, Object): object.union makes "the asymmetric recursive union of two objects":
#   objects that both sides have under one key are joined in turn, and only where values are no objects does the right
#   one win. object.union_n does the same for many.
# Seen: the right value replaces the left one whole, however deep the objects are, and object.union_n keeps the last.
#   So what a base and an overlay grant together is what the overlay grants. No error. Keys that only one side has,
#   and plain values (the controls), are right.
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
    'x := object.union({"ann": {"read": true}}, {"ann": {"sign": true}})',
    'x := object.union({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}})',
    'x := object.union_n([{"ann": {"read": true}}, {"ann": {"sign": true}}, {"ann": {"write": true}}])',
    'x := object.union({"ann": {"read": true}}, {"ben": {"sign": true}})',
    'x := object.union({"level": 1}, {"level": 2})',
):
    print(query, Interpreter().query(query))
PYTHON
venv/bin/python finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
x := object.union({"ann": {"read": true}}, {"ann": {"sign": true}}) {"expressions":[true], "bindings":{"x":{"ann":{"sign":true}}}}
x := object.union({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}}) {"expressions":[true], "bindings":{"x":{"a":{"b":{"d":2}}}}}
x := object.union_n([{"ann": {"read": true}}, {"ann": {"sign": true}}, {"ann": {"write": true}}]) {"expressions":[true], "bindings":{"x":{"ann":{"write":true}}}}
x := object.union({"ann": {"read": true}}, {"ben": {"sign": true}}) {"expressions":[true], "bindings":{"x":{"ann":{"read":true}, "ben":{"sign":true}}}}
x := object.union({"level": 1}, {"level": 2}) {"expressions":[true], "bindings":{"x":{"level":2}}}
SEEN
