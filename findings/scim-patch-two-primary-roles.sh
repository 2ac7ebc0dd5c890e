#!/usr/bin/env bash
# scim-patch: a second role that is made the primary one leaves the first as primary, too.
#
# Versions: scim-patch 0.8.3 (npm); scim2-models 0.12.3 (Python) as peer.
# Expected: SCIM (RFC 7644, 3.5.2): for multi-valued attributes, "a PATCH operation that sets a value's "primary"
#   sub-attribute to "true" SHALL cause the server to automatically set "primary" to "false" for any other values".
# Seen: both are primary, by add and by replace, and which role a program takes is that of the order. No error. The peer
#   sets the other to false. Where the operation itself sets the other to false (the control) one is left.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scim2-models==0.12.3
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 >/dev/null
cat > operations.json <<'JSON'
[
  [{"op": "add", "path": "roles", "value": [{"value": "judge", "primary": true}]}],
  [{"op": "replace", "path": "roles[value eq \"cook\"].primary", "value": true}],
  [{"op": "replace", "path": "roles[value eq \"pilot\"].primary", "value": false},
   {"op": "replace", "path": "roles[value eq \"cook\"].primary", "value": true}]
]
JSON
cat > user.json <<'JSON'
{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "mia",
 "roles": [{"value": "pilot", "primary": true}, {"value": "cook", "primary": false}]}
JSON
cat > finding.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import patch from "scim-patch";

for (const operations of JSON.parse(readFileSync("operations.json"))) {
  const user = patch.scimPatch(JSON.parse(readFileSync("user.json")), operations);
  console.log("scim-patch: primary:", ...user.roles.filter((role) => role.primary).map((role) => role.value));
}
SCRIPT
cat > finding.py <<'PYTHON'
import json
from pathlib import Path

from scim2_models import PatchOp, User

for operations in json.loads(Path("operations.json").read_text()):
    user = User.model_validate_json(Path("user.json").read_text())
    PatchOp[User].model_validate(
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}).patch(user)
    print("scim2-models: primary:", *[role.value for role in user.roles if role.primary])
PYTHON
{ node finding.mjs; venv/bin/python finding.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
scim-patch: primary: pilot judge
scim-patch: primary: pilot cook
scim-patch: primary: cook
scim2-models: primary: judge
scim2-models: primary: cook
scim2-models: primary: cook
SEEN
