#!/usr/bin/env bash
# regopy: for semver.compare of Rego release 1.10.0 is older than 1.9.0, and 1.0.0-rc.1 newer than 1.0.0.
#
# Versions: regopy 1.5.2 (rego-cpp).
# Expected: OPA (Policy Reference, Semver): semver.compare tells the order of two valid SemVer versions. Semantic
#   Versioning 2.0.0 (11): the numbers are compared as numbers, a pre-release comes before its release, and what
#   stands behind "+" has no part in the order.
# Seen: the texts are compared letter by letter, so 1.10.0 is less than 1.9.0, 10.0.0 less than 9.0.0, 1.0.0-rc.1 and
#   1.0.0+build greater than 1.0.0. A policy that asks for "at least 1.9.0" refuses 1.10.0. No error. 1.2.0 and 1.9.0
#   (the control) are in order, and semver.is_valid knows valid versions.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check regopy==1.5.2
cd "$folder"
cat > finding.py <<'PYTHON'
from regopy import Interpreter

for left, right in (
    ("1.10.0", "1.9.0"), ("10.0.0", "9.0.0"), ("1.0.0-rc.1", "1.0.0"), ("1.0.0-2", "1.0.0-10"), ("1.0.0+build", "1.0.0"), ("1.2.0", "1.9.0"),
):
    print(left, right, Interpreter().query(f'x := semver.compare("{left}", "{right}")'))
print(Interpreter().query('x := [semver.is_valid("1.10.0"), semver.is_valid("1.0.0-rc.1"), semver.is_valid("1.0")]'))
PYTHON
venv/bin/python finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
1.10.0 1.9.0 {"expressions":[true], "bindings":{"x":-1}}
10.0.0 9.0.0 {"expressions":[true], "bindings":{"x":-1}}
1.0.0-rc.1 1.0.0 {"expressions":[true], "bindings":{"x":1}}
1.0.0-2 1.0.0-10 {"expressions":[true], "bindings":{"x":1}}
1.0.0+build 1.0.0 {"expressions":[true], "bindings":{"x":1}}
1.2.0 1.9.0 {"expressions":[true], "bindings":{"x":-1}}
{"expressions":[true], "bindings":{"x":[true,true,false]}}
SEEN
