#!/usr/bin/env bash
# feelin: in FEEL 1e3 is 1, and 1.5e3 is 1500.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: the literal of a number in DMN 1.3 (chapter 10, FEEL, grammar) has digits and a point; other engines, as
#   Drools, add "scientific" notation to it. So 1e3 is a syntax error, or a thousand.
# Seen: behind digits without a point the exponent is left out, and the rest of the expression goes on: 1e3 + 1 is 2,
#   a limit of 5E6 is 5. No error or warning. With a point, and as number("1e3") (the controls), it is a thousand.
#   Programs that write numbers into tables use this form for large ones.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
1e3
1e3 + 1
5E6 > 10
2 * 1e2
1.5e3
number("1e3")
1000
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
1e3 -> 1
1e3 + 1 -> 2
5E6 > 10 -> false
2 * 1e2 -> 2
1.5e3 -> 1500
number("1e3") -> 1000
1000 -> 1000
SEEN
