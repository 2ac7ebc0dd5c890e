#!/usr/bin/env bash
# casbin (Python): a matcher that names r.stone@example.org is never true for r.stone@example.org.
#
# Versions: casbin 1.43.0 (Python); casbin 5.51.1 (npm) as peer.
# Expected: documentation (Syntax for models, Matchers): a matcher is an expression over the request and the policy, and
#   texts in it are constants, as in r.sub == "root".
# Seen: within a text, too, "r." and "p." at the start of a word become "r_" and "p_", as if they were fields of the
#   request, so the person is asked for under another name and refused. No error. The peer grants. Another first letter
#   (the control) is kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check casbin==1.43.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts casbin@5.51.1 >/dev/null
printf 'p, anyone, harbour, enter\n' > policy.csv
for who in r.stone p.stone s.stone; do
  cat > $who.conf <<TEXT
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == "$who@example.org"
TEXT
done
cat > finding.py <<'PYTHON'
import casbin

for who in ("r.stone", "p.stone", "s.stone"):
    enforcer = casbin.Enforcer(who + ".conf", "policy.csv")
    print("Python:", enforcer.model["m"]["m"].value, "->", enforcer.enforce(who + "@example.org", "harbour", "enter"))
PYTHON
cat > finding.mjs <<'SCRIPT'
import { newEnforcer } from "casbin";

for (const who of ["r.stone", "p.stone", "s.stone"]) {
  const enforcer = await newEnforcer(`${who}.conf`, "policy.csv");
  console.log("npm:", who, "->", await enforcer.enforce(`${who}@example.org`, "harbour", "enter"));
}
SCRIPT
{ venv/bin/python finding.py; node finding.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
Python: r_sub == "r_stone@example.org" -> False
Python: r_sub == "p_stone@example.org" -> False
Python: r_sub == "s.stone@example.org" -> True
npm: r.stone -> true
npm: p.stone -> true
npm: s.stone -> true
SEEN
