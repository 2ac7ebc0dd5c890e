#!/usr/bin/env bash
# feelin: in FEEL duration("P13M") has no years and 13 months, and PT90M no hours.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, properties of durations): years and months, and days, hours, minutes and
#   seconds are the normalized components of a duration; P13M is one year and one month, as string() writes it.
# Seen: the parts are those of the text as it was written. P1Y1M and P13M are equal and have different years, so a
#   rule on "years >= 1" depends on who wrote the duration; PT90M has 90 minutes and no hour, where other engines say
#   1 and 30. No warning. string() of both (the control) is the normalized form.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
duration("P13M") = duration("P1Y1M")
duration("P13M").years
duration("P1Y1M").years
duration("P13M").months
duration("PT90M").hours
duration("PT90M").minutes
duration("PT36H").days
string(duration("P13M"))
string(duration("PT90M"))
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
duration("P13M") = duration("P1Y1M") -> true
duration("P13M").years -> 0
duration("P1Y1M").years -> 1
duration("P13M").months -> 13
duration("PT90M").hours -> 0
duration("PT90M").minutes -> 90
duration("PT36H").days -> 0
string(duration("P13M")) -> P1Y1M
string(duration("PT90M")) -> PT1H30M
SEEN
