#!/usr/bin/env bash
# @bufbuild/cel: in the first hour of a day by a named time zone, it is the day after.
#
# Versions: @bufbuild/cel 0.6.1 with @bufbuild/protobuf 2.17.0 (npm); @marcbachmann/cel-js 8.0.0 as peer.
# Expected: CEL (Language Definition, List of Standard Definitions): getDate, getDayOfWeek and the like of a timestamp
#   with a time zone say what the calendar of that zone says. 23:20 UTC on 5 March is 00:20 on 6 March in Paris.
# Seen: getDate("Europe/Paris") is 7, the weekday is Saturday for Friday, and 31 December becomes 2 January. It is so
#   from 00:00 to 00:59 in each zone that has a name, UTC too; getHours is 0, which is right. So a rule about days
#   that is read shortly after midnight decides by another day. An offset ("+01:00") and all other hours (the
#   controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @bufbuild/cel@0.6.1 @bufbuild/protobuf@2.17.0 @marcbachmann/cel-js@8.0.0 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { run } from "@bufbuild/cel";
import { evaluate } from "@marcbachmann/cel-js";

for (const [time, zone] of [
  ["2026-03-05T23:20:30Z", "Europe/Paris"], ["2026-03-06T00:20:30Z", "Europe/Paris"], ["2026-03-05T23:20:30Z", "+01:00"],
  ["2026-12-31T18:40:00Z", "Asia/Kolkata"], ["2026-12-31T23:30:00Z", "Europe/Paris"], ["2026-03-05T00:10:00Z", "UTC"],
]) {
  const of = (evaluator) => ["getHours", "getDate", "getDayOfWeek"].map((name) => {
    try {
      return evaluator(`timestamp("${time}").${name}("${zone}")`);
    } catch {
      return "refused";
    }
  }).join(" ");
  console.log(`${time} ${zone}: hour, day, weekday ${of(run)}; peer ${of(evaluate)}`);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
2026-03-05T23:20:30Z Europe/Paris: hour, day, weekday 0 7 6; peer 0 6 5
2026-03-06T00:20:30Z Europe/Paris: hour, day, weekday 1 6 5; peer 1 6 5
2026-03-05T23:20:30Z +01:00: hour, day, weekday 0 6 5; peer refused refused refused
2026-12-31T18:40:00Z Asia/Kolkata: hour, day, weekday 0 2 6; peer 0 1 5
2026-12-31T23:30:00Z Europe/Paris: hour, day, weekday 0 2 6; peer 0 1 5
2026-03-05T00:10:00Z UTC: hour, day, weekday 0 6 5; peer 0 5 4
SEEN
