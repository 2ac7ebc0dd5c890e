#!/usr/bin/env bash
# SCIMMY: the filter "roles pr" is a TypeError as soon as somebody has a role, and schemas eq "…" as well.
#
# Versions: scimmy 1.3.5 (npm).
# Expected: RFC 7644 (3.4.2.2, Filtering): pr is true if the attribute has a value that is not empty, for a complex
#   one if it has a node that is not empty; a filter on an attribute of many values matches if any value does. The
#   RFC's own examples are schemas eq "urn:…" and emails[type eq "work" and …].
# Seen: Filter.match() throws "Cannot read properties of undefined" for each of pr, eq and co on a list, whether of
#   texts or of objects, if one of the resources has one; without such resources it answers. So a list of users that
#   worked fails from the first user with a role on. A path into the list, as roles.value or roles[value pr], works if
#   all have the list, and is another TypeError if one has none. Attributes of one value (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  scimmy@1.3.5 >/dev/null
cat > finding.mjs <<'SCRIPT'
import SCIMMY from "scimmy";

const ann = { userName: "ann", schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], roles: [{ value: "lead" }], name: { familyName: "Stone" } };
const ben = { userName: "ben" };
for (const text of [
  "roles pr", 'schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', 'schemas co "User"', "roles.value pr", 'roles[value eq "lead"]',
  "userName pr", "name pr", 'userName sw "a"',
]) {
  const found = (people) => {
    try {
      return new SCIMMY.Types.Filter(text).match(people).length;
    } catch (error) {
      return error.constructor.name;
    }
  };
  console.log(`${text}: of Ann ${found([ann])}, of Ben ${found([ben])}, of both ${found([ann, ben])}`);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
roles pr: of Ann TypeError, of Ben 0, of both TypeError
schemas eq "urn:ietf:params:scim:schemas:core:2.0:User": of Ann TypeError, of Ben 0, of both TypeError
schemas co "User": of Ann TypeError, of Ben 0, of both TypeError
roles.value pr: of Ann 1, of Ben TypeError, of both TypeError
roles[value eq "lead"]: of Ann 1, of Ben TypeError, of both TypeError
userName pr: of Ann 1, of Ben 1, of both 2
name pr: of Ann 1, of Ben 0, of both 1
userName sw "a": of Ann 1, of Ben 0, of both 1
SEEN
