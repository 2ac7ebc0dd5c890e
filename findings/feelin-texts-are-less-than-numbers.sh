#!/usr/bin/env bash
# feelin: in FEEL "3" < 5 is true, "10" < 9 is false and true < 2 is true.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, semantics of comparison): values of different kinds cannot be compared: the
#   result is null, so that a rule with such a cell does not apply.
# Seen: "<" and its kin are those of JavaScript, which make numbers of texts and booleans. A decision table that is
#   given texts, as from a form or a CSV, works; "1,5" or "n/a" then fits no rule, "" is less than 5, and "10" is less
#   than "9", as texts are. No warning, so nobody sees that the input has the wrong kind. "=" of the same two values
#   (the control) is null.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
"3" < 5
"10" < 9
"10" < "9"
"" < 5
true < 2
"1,5" < 2
"3" = 3
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
"3" < 5 -> true
"10" < 9 -> false
"10" < "9" -> true
"" < 5 -> true
true < 2 -> true
"1,5" < 2 -> false
"3" = 3 -> null
SEEN
