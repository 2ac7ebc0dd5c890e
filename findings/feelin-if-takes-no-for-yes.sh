#!/usr/bin/env bash
# feelin: in FEEL if "false" then 1 else 2 is 1, and so it is with 0 and with the empty text.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, semantics of "if"): the first branch is taken if the condition is true, the
#   second otherwise. FEEL has three truth values, true, false and null; a text and a number are none of them.
# Seen: whatever is not null and not the boolean false takes the first branch. A consent that a form sent as "false",
#   "no" or 0 is a consent, where other engines refuse it. No warning. The boolean false and null (the controls) take
#   the second branch, and "and" of the same text is null, so the engine itself does not take it for true there.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
if "false" then "yes" else "no"
if "" then "yes" else "no"
if 0 then "yes" else "no"
if consent then "yes" else "no"
if false then "yes" else "no"
if null then "yes" else "no"
"false" and true
FEEL
cat > feel.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { evaluate } from "@bpmn-io/feelin";

for (const expression of readFileSync("expressions.txt", "utf8").trim().split("\n")) {
  const { value, warnings } = evaluate(expression, {consent: "no"});
  console.log(expression, "->", String(value ?? null), ...warnings.map((each) => each.type));
}
SCRIPT
node feel.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
if "false" then "yes" else "no" -> yes
if "" then "yes" else "no" -> yes
if 0 then "yes" else "no" -> yes
if consent then "yes" else "no" -> yes
if false then "yes" else "no" -> no
if null then "yes" else "no" -> no
"false" and true -> null
SEEN
