#!/usr/bin/env bash
# feelin: in FEEL one month equals thirty days, and a number of months may have seconds.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL): days and time durations and years and months durations are two types, whose
#   values cannot be compared: null. The function years and months duration(from, to) gives a duration of years and
#   months, so whole months.
# Seen: "=" and "<" go through a number of days, so notice periods of "P1M" and "P30D" are the same in a table,
#   whatever the month. From 31 March back to 28 February there is P-1M-2DT-21H-40M-38.71S, with a sign for each part,
#   which is no duration of XML Schema; from 31 December to 28 February it is P2M, although the second month is not
#   full. No warning. From the first to the first of a month (the control) it is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
duration("P1M") = duration("P30D")
duration("P1M") < duration("P31D")
duration("P1Y") = duration("P365D")
string(years and months duration(date("2026-03-31"), date("2026-02-28")))
string(years and months duration(date("2025-12-31"), date("2026-02-28")))
string(years and months duration(date("2026-01-01"), date("2026-03-01")))
FEEL
cat > feel.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { evaluate } from "@bpmn-io/feelin";

for (const expression of readFileSync("expressions.txt", "utf8").trim().split("\n")) {
  const { value, warnings } = evaluate(expression, {});
  console.log(expression, "->", String(value ?? null), ...warnings.map((each) => each.type));
}
SCRIPT
node feel.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
duration("P1M") = duration("P30D") -> true
duration("P1M") < duration("P31D") -> true
duration("P1Y") = duration("P365D") -> true
string(years and months duration(date("2026-03-31"), date("2026-02-28"))) -> P-1M-2DT-21H-40M-38.71S
string(years and months duration(date("2025-12-31"), date("2026-02-28"))) -> P2M
string(years and months duration(date("2026-01-01"), date("2026-03-01"))) -> P2M
SEEN
