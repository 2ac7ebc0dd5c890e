#!/usr/bin/env bash
# feelin: in FEEL 5 instance of number is false.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, instance of): "e instance of type" is true if the value of e is of this type.
#   So it is the way to check an input before it is used.
# Seen: false for numbers, texts and dates alike, so a guard like: if x instance of number then x else 0, always
#   answers 0. No error or warning. Comparing the kind in another way, as with x = number(string(x)) (the control),
#   works.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
5 instance of number
"a" instance of string
date("2026-01-01") instance of date
if x instance of number then x else 0
if x = number(string(x)) then x else 0
FEEL
cat > feel.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { evaluate } from "@bpmn-io/feelin";

for (const expression of readFileSync("expressions.txt", "utf8").trim().split("\n")) {
  const { value, warnings } = evaluate(expression, {x: 7});
  console.log(expression, "->", String(value ?? null), ...warnings.map((each) => each.type));
}
SCRIPT
node feel.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
5 instance of number -> false
"a" instance of string -> false
date("2026-01-01") instance of date -> false
if x instance of number then x else 0 -> 0
if x = number(string(x)) then x else 0 -> 7
SEEN
