#!/usr/bin/env bash
# casbin: what a role hands down is listed as a person's permission, and refused if a dozen roles lie between.
#
# Versions: casbin 1.43.0 (Python); casbin 5.51.1 (npm).
# Expected: documentation (RBAC): roles inherit from roles; getImplicitPermissionsForUser gives all that a user may do,
#   inherited ones included. So what is listed is what enforce grants. The default limit of 10 levels is in the same
#   documentation, as a number of the role manager.
# Seen: with a chain of twelve roles the list names the permission and getImplicitRolesForUser all twelve, and enforce
#   says no, in both. Where ten follow, Python says no and JavaScript yes, so one policy is two. No error, no warning
#   when the policy is loaded: a report of who may do what is wrong for those at the far end. Near the permission (the
#   control) all agree.
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
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
TEXT
{
  echo "p, role12, harbour, enter"
  echo "g, mia, role1"
  for number in $(seq 11); do echo "g, role$number, role$((number + 1))"; done
} > policy.csv
cat > finding.py <<'PYTHON'
import casbin

enforcer = casbin.Enforcer("model.conf", "policy.csv")
for who in ("mia", "role1", "role2", "role3", "role11"):
    print("Python:", who, "has", len(enforcer.get_implicit_roles_for_user(who)), "roles, permissions",
          enforcer.get_implicit_permissions_for_user(who), "- granted:", enforcer.enforce(who, "harbour", "enter"))
PYTHON
cat > finding.mjs <<'SCRIPT'
import { newEnforcer } from "casbin";

const enforcer = await newEnforcer("model.conf", "policy.csv");
for (const who of ["mia", "role1", "role2", "role3", "role11"]) {
  console.log("npm:", who, "has", (await enforcer.getImplicitRolesForUser(who)).length, "roles, permissions",
    JSON.stringify(await enforcer.getImplicitPermissionsForUser(who)), "- granted:", await enforcer.enforce(who, "harbour", "enter"));
}
SCRIPT
{ venv/bin/python finding.py; node finding.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
Python: mia has 12 roles, permissions [['role12', 'harbour', 'enter']] - granted: False
Python: role1 has 11 roles, permissions [['role12', 'harbour', 'enter']] - granted: False
Python: role2 has 10 roles, permissions [['role12', 'harbour', 'enter']] - granted: False
Python: role3 has 9 roles, permissions [['role12', 'harbour', 'enter']] - granted: True
Python: role11 has 1 roles, permissions [['role12', 'harbour', 'enter']] - granted: True
npm: mia has 12 roles, permissions [["role12","harbour","enter"]] - granted: false
npm: role1 has 11 roles, permissions [["role12","harbour","enter"]] - granted: false
npm: role2 has 10 roles, permissions [["role12","harbour","enter"]] - granted: true
npm: role3 has 9 roles, permissions [["role12","harbour","enter"]] - granted: true
npm: role11 has 1 roles, permissions [["role12","harbour","enter"]] - granted: true
SEEN
