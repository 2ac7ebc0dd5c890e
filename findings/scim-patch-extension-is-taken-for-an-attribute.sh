#!/usr/bin/env bash
# scim-patch: a patch without a path puts what an extension says under the URI without its last part.
#
# Versions: scim-patch 0.8.3 (npm); scim2-models 0.12.3 (Python) as peer.
# Expected: SCIM (RFC 7644, 3.5.2.1): without a path the value holds the attributes to add to the resource itself; an
#   extension's are in an object under its URI (RFC 7643, 3.3), as in the resource that a server gives.
# Seen: the URI is taken for a path, schema and attribute: the new department lies in an attribute "User" of
#   urn:ietf:params:scim:schemas:extension:enterprise:2.0, a schema that is none, and the extension keeps the old one.
#   Replace does the same. No error, and the peer is right. With a path to the attribute (the control) it is, too.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scim2-models==0.12.3
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 >/dev/null
cat > finding.mjs <<'SCRIPT'
import patch from "scim-patch";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
for (const [name, uri, operation] of [
  ["no path", ENTERPRISE, { op: "add", value: { [ENTERPRISE]: { department: "Harbour" } } }],
  ["no path, replace", ENTERPRISE, { op: "replace", value: { [ENTERPRISE]: { department: "Harbour" } } }],
  ["path", ENTERPRISE, { op: "add", path: `${ENTERPRISE}:department`, value: "Harbour" }],
  ["other URI", "urn:example:staff:User", { op: "add", value: { "urn:example:staff:User": { department: "Harbour" } } }],
]) {
  const user = patch.scimPatch({ schemas: [], userName: "mia", [uri]: { department: "Mill", division: "North" } }, [operation]);
  const { schemas, userName, ...rest } = user;
  console.log(`${name}:`, JSON.stringify(rest));
}
SCRIPT
cat > finding.py <<'PYTHON'
from scim2_models import EnterpriseUser, PatchOp, User

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
user = User[EnterpriseUser].model_validate({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], "userName": "mia",
    ENTERPRISE: {"department": "Mill", "division": "North"}})
PatchOp[User[EnterpriseUser]].model_validate({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "add", "value": {ENTERPRISE: {"department": "Harbour"}}}]}).patch(user)
print("peer, no path:", user[EnterpriseUser].department, user[EnterpriseUser].division)
PYTHON
{ node finding.mjs; venv/bin/python finding.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
no path: {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Mill","division":"North"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0":{"User":{"department":"Harbour"}}}
no path, replace: {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Mill","division":"North"},"urn:ietf:params:scim:schemas:extension:enterprise:2.0":{"User":{"department":"Harbour"}}}
path: {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Harbour","division":"North"}}
other URI: {"urn:example:staff:User":{"department":"Mill","division":"North"},"urn:example:staff":{"User":{"department":"Harbour"}}}
peer, no path: Harbour North
SEEN
