#!/usr/bin/env bash
# scim2-parse-filter: roles pr is true for an empty list of roles, and for null.
#
# Versions: scim2-parse-filter 0.2.10 (npm).
# Expected: SCIM (RFC 7644, 3.4.2.2, table 3): pr matches where "the attribute has a non-empty or non-null value", a
#   complex attribute where it "contains a non-empty node". RFC 7643 (2.5): unassigned, null and the empty array are
#   equal in state.
# Seen: whoever asks who has a role gets those with the empty list or null as well, and not (roles pr), the usual
#   look-out for people without one, leaves them out. An empty text and an object without entries count, too. No error.
#   Where the attribute is not there (the control) it is absent.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { filter, parse } from "scim2-parse-filter";

const people = [
  { userName: "ann", roles: [{ value: "pilot" }], title: "Captain", name: { familyName: "Stone" } },
  { userName: "empty", roles: [], title: "", name: {} },
  { userName: "null", roles: null, title: null, name: null },
  { userName: "none" },
];
for (const text of ["roles pr", "not (roles pr)", "title pr", "name pr"]) {
  console.log(text, "->", ...people.filter(filter(parse(text))).map((person) => person.userName));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
roles pr -> ann empty null
not (roles pr) -> none
title pr -> ann empty null
name pr -> ann empty null
SEEN
