#!/usr/bin/env bash
# feelin: in FEEL date(2026, 2, 30) is 2 March, and time(25, 0, 0) is one o'clock.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, built-in functions): date(year, month, day) and time(hour, minute, second,
#   offset) give a date or a time of the calendar; for an argument outside of its domain a function gives null.
# Seen: the numbers are handed on to a date library that carries over what is too much, so a form with 30 February, or
#   with day and month confused, decides about another day. The same date as a text is null (the control), so the two
#   ways to write one date have different answers. No warning.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
string(date(2026, 2, 30))
string(date(2026, 13, 1))
string(date(2026, 0, 1))
string(time(25, 0, 0))
string(time(10, 61, 0))
date("2026-02-30")
date("2026-13-01")
string(date(2026, 2, 28))
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
string(date(2026, 2, 30)) -> 2026-03-02
string(date(2026, 13, 1)) -> 2027-01-01
string(date(2026, 0, 1)) -> 2025-12-01
string(time(25, 0, 0)) -> 01:00:00
string(time(10, 61, 0)) -> 11:01:00
date("2026-02-30") -> null
date("2026-13-01") -> null
string(date(2026, 2, 28)) -> 2026-02-28
SEEN
