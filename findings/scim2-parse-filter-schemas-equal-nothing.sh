#!/usr/bin/env bash
# scim2-parse-filter: schemas eq "…" finds nobody, since a list of texts is never equal to a text.
#
# Versions: scim2-parse-filter 0.2.10 (npm).
# Expected: SCIM (RFC 7644, 3.4.2.2): a filter on a multi-valued attribute "matches if any of the values of the
#   specified attribute match"; among the RFC's own examples is filter=schemas eq "urn:…:enterprise:2.0:User".
# Seen: eq and co on a list of texts are false, and ne is true also for the very value, so a search for the users with
#   an extension is empty and one for those without it gives all. No error. Sub-attributes of a list of objects (the
#   control) match any of them.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { filter, parse } from "scim2-parse-filter";

const user = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  userName: "mia",
  tags: ["harbour"],
  roles: [{ value: "pilot" }, { value: "cook" }],
};
for (const text of [
  'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
  'schemas ne "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
  'schemas co "enterprise"', 'tags eq "harbour"', 'tags ne "harbour"', 'tags sw "har"', 'roles.value eq "cook"', 'roles[value eq "cook"]',
]) console.log(text, "->", filter(parse(text))(user));
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" -> false
schemas ne "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" -> true
schemas co "enterprise" -> false
tags eq "harbour" -> false
tags ne "harbour" -> true
tags sw "har" -> true
roles.value eq "cook" -> true
roles[value eq "cook"] -> true
SEEN
