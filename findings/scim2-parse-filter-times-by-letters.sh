#!/usr/bin/env bash
# scim2-parse-filter: a change at 14:00 +02:00 is after 13:00 UTC, as times are compared by their letters.
#
# Versions: scim2-parse-filter 0.2.10 (npm).
# Expected: SCIM (RFC 7644, 3.4.2.2, table 3): for gt, ge, lt and le, "if it is a DateTime type, it is a chronological
#   comparison"; a DateTime is an xsd:dateTime (RFC 7643, 2.3.5), so it may have any offset and fraction.
# Seen: the same instant with another offset is neither equal nor on the right side of a limit, and half a second past is
#   before the full second ("." comes before "Z"). Whoever fetches what changed since a time misses changes. No error.
#   Times in UTC without fractions (the control) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { filter, parse } from "scim2-parse-filter";

for (const [changed, operator, limit] of [
  ["2026-05-01T14:00:00+02:00", "gt", "2026-05-01T13:00:00Z"],
  ["2026-05-01T12:00:00-05:00", "gt", "2026-05-01T13:00:00Z"],
  ["2026-05-01T14:00:00+02:00", "eq", "2026-05-01T12:00:00Z"],
  ["2026-05-01T12:00:00.5Z", "ge", "2026-05-01T12:00:00Z"],
  ["2026-05-01T14:00:00Z", "gt", "2026-05-01T13:00:00Z"],
]) {
  const found = filter(parse(`meta.lastModified ${operator} "${limit}"`))({ meta: { lastModified: changed } });
  const [left, right] = [Date.parse(changed), Date.parse(limit)];
  console.log(changed, operator, limit, "->", found, "| by time:", { gt: left > right, ge: left >= right, eq: left === right }[operator]);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
2026-05-01T14:00:00+02:00 gt 2026-05-01T13:00:00Z -> true | by time: false
2026-05-01T12:00:00-05:00 gt 2026-05-01T13:00:00Z -> false | by time: true
2026-05-01T14:00:00+02:00 eq 2026-05-01T12:00:00Z -> false | by time: true
2026-05-01T12:00:00.5Z ge 2026-05-01T12:00:00Z -> false | by time: true
2026-05-01T14:00:00Z gt 2026-05-01T13:00:00Z -> true | by time: true
SEEN
