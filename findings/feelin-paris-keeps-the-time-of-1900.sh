#!/usr/bin/env bash
# feelin: in FEEL ten o'clock in Paris is 09:50:39 of Greenwich, since a time without a date is one of the year 1900.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, time): a time may name a zone of the tz database, "10:00:00@Europe/Paris", and
#   its offset is that of the zone. Paris has one hour, or two in summer; no rule means the local time that clocks
#   kept before there were zones.
# Seen: the time is put on 1 January 1900, when Paris was 9 minutes and 21 seconds before Greenwich. So a table with
#   opening hours says "open" or "closed" wrongly for 51 minutes a day, and in Kolkata for nine. No warning. With a
#   date (the control) the same zone is right, and so is an offset.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
time("10:00:00@Europe/Paris") = time("09:00:00Z")
time("10:00:00@Europe/Paris") < time("09:30:00Z")
string(time("10:00:00@Europe/Paris") - time("00:00:00Z"))
string(time("10:00:00@Asia/Kolkata") - time("00:00:00Z"))
string(time("10:00:00+01:00") - time("00:00:00Z"))
date and time("2026-01-15T10:00:00@Europe/Paris") = date and time("2026-01-15T09:00:00Z")
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
time("10:00:00@Europe/Paris") = time("09:00:00Z") -> false
time("10:00:00@Europe/Paris") < time("09:30:00Z") -> false
string(time("10:00:00@Europe/Paris") - time("00:00:00Z")) -> PT9H50M39S
string(time("10:00:00@Asia/Kolkata") - time("00:00:00Z")) -> PT4H38M50S
string(time("10:00:00+01:00") - time("00:00:00Z")) -> PT9H
date and time("2026-01-15T10:00:00@Europe/Paris") = date and time("2026-01-15T09:00:00Z") -> true
SEEN
