#!/usr/bin/env bash
# scim-patch: a patch of "Title" leaves "title" and adds a second attribute.
#
# Versions: scim-patch 0.8.3 (npm); scim2-models 0.12.3 (Python) as peer.
# Expected: SCIM (RFC 7643, 2.1): attribute names are case insensitive, and so are those in paths. Clients send names as
#   their administrators typed them.
# Seen: with a path and without, the resource has "title" with the old text and "Title" with the new one, and a second
#   list of roles beside the old: a reader takes the old. A path with a filter makes a role of its own for it. No error.
#   The peer changes the one title. A name in its usual letters (the control) is right.
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
  {"op": "replace", "path": "Title", "value": "Captain"},
  {"op": "replace", "value": {"Title": "Captain"}},
  {"op": "replace", "path": "Roles", "value": [{"value": "captain"}]},
  {"op": "replace", "path": "Roles[value eq \"pilot\"].display", "value": "Captain"},
  {"op": "replace", "path": "title", "value": "Captain"}
]
JSON
cat > user.json <<'JSON'
{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "mia", "title": "Pilot", "roles": [{"value": "pilot"}]}
JSON
cat > finding.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import patch from "scim-patch";

for (const operation of JSON.parse(readFileSync("operations.json"))) {
  try {
    const { schemas, userName, ...rest } = patch.scimPatch(JSON.parse(readFileSync("user.json")), [operation]);
    console.log("scim-patch:", JSON.stringify(rest));
  } catch (error) {
    console.log("scim-patch:", error.constructor.name);
  }
}
SCRIPT
cat > finding.py <<'PYTHON'
import json
from pathlib import Path

from scim2_models import PatchOp, User

for operation in json.loads(Path("operations.json").read_text()):
    user = User.model_validate_json(Path("user.json").read_text())
    PatchOp[User].model_validate(
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}).patch(user)
    rest = user.model_dump(exclude_none=True, by_alias=True)
    print("scim2-models:", json.dumps({name: rest[name] for name in ("title", "roles")}))
PYTHON
{ node finding.mjs; venv/bin/python finding.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
scim-patch: {"title":"Pilot","roles":[{"value":"pilot"}],"Title":"Captain"}
scim-patch: {"title":"Pilot","roles":[{"value":"pilot"}],"Title":"Captain"}
scim-patch: {"title":"Pilot","roles":[{"value":"pilot"}],"Roles":[{"value":"captain"}]}
scim-patch: {"title":"Pilot","roles":[{"value":"pilot"}],"Roles":[{"value":"pilot","display":"Captain"}]}
scim-patch: {"title":"Captain","roles":[{"value":"pilot"}]}
scim2-models: {"title": "Captain", "roles": [{"value": "pilot"}]}
scim2-models: {"title": "Captain", "roles": [{"value": "pilot"}]}
scim2-models: {"title": "Pilot", "roles": [{"value": "captain"}]}
scim2-models: {"title": "Pilot", "roles": [{"value": "pilot", "display": "Captain"}]}
scim2-models: {"title": "Captain", "roles": [{"value": "pilot"}]}
SEEN
