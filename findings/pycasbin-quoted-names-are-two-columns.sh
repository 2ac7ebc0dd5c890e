#!/usr/bin/env bash
# casbin (Python): a quoted name with a comma in policy.csv is two columns, which node-casbin reads as one.
#
# Versions: casbin 1.43.0 (Python); casbin 5.51.1 (npm) as peer.
# Expected: documentation (Policy Storage, Loading policy from a CSV file): "If a field contains commas, wrap it in
#   double quotes", and double the quotation marks within.
# Seen: the Python package cuts at each comma and keeps the quotation marks. The line is stored without a word; then
#   each question that no line above grants, also about somebody else, ends in RuntimeError, "invalid policy size".
#   The peer reads the same file and answers. Names without commas (the control) are read alike.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check casbin==1.43.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts casbin@5.51.1 >/dev/null
cat > model.conf <<'TEXT'
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
TEXT
printf 'p, mia, harbour, enter\n' > plain.csv
printf 'p, mia, harbour, enter\np, "Head, Harbour", harbour, enter\n' > comma.csv
cat > finding.py <<'PYTHON'
import casbin


def asked(enforcer, who):
    try:
        return enforcer.enforce(who, "harbour", "enter")
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for name in ("plain", "comma"):
    enforcer = casbin.Enforcer("model.conf", name + ".csv")
    print("Python:", name, enforcer.get_policy())
    for who in ("mia", "eve", "Head, Harbour"):
        print("Python:", name, who, "->", asked(enforcer, who))
PYTHON
cat > finding.mjs <<'SCRIPT'
import { newEnforcer } from "casbin";

for (const name of ["plain", "comma"]) {
  const enforcer = await newEnforcer("model.conf", `${name}.csv`);
  for (const who of ["mia", "eve", "Head, Harbour"]) console.log("npm:", name, who, "->", await enforcer.enforce(who, "harbour", "enter"));
}
SCRIPT
{ venv/bin/python finding.py; node finding.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
Python: plain [['mia', 'harbour', 'enter']]
Python: plain mia -> True
Python: plain eve -> False
Python: plain Head, Harbour -> False
Python: comma [['mia', 'harbour', 'enter'], ['"Head', 'Harbour"', 'harbour', 'enter']]
Python: comma mia -> True
Python: comma eve -> RuntimeError: invalid policy size
Python: comma Head, Harbour -> RuntimeError: invalid policy size
npm: plain mia -> true
npm: plain eve -> false
npm: plain Head, Harbour -> false
npm: comma mia -> true
npm: comma eve -> false
npm: comma Head, Harbour -> true
SEEN
