#!/usr/bin/env bash
# feelin: in FEEL 0.1 + 0.2 = 0.3 is false, and two invoices of 16 digits are one.
#
# Versions: @bpmn-io/feelin 6.1.1.
# Expected: DMN 1.3 (chapter 10, FEEL, number): "FEEL Numbers are based on IEEE 754-2008 Decimal128 format, with 34
#   decimal digits of precision". This is what a language for business rules has against binary fractions.
# Seen: numbers are those of JavaScript. Sums and products of cents do not equal what the table says, so the row "=
#   0.3" or "<= 110" does not apply, and the last digits of long numbers are lost. No warning. decimal(…, 2) round
#   both sides (the control) helps with cents.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
0.1 + 0.2 = 0.3
0.1 + 0.2 <= 0.3
100 * 1.1 <= 110
1.1 * 3
9007199254740993 = 9007199254740992
string(12345678901234567890)
decimal(0.1 + 0.2, 2) = 0.3
0.5 + 0.25 = 0.75
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
0.1 + 0.2 = 0.3 -> false
0.1 + 0.2 <= 0.3 -> false
100 * 1.1 <= 110 -> false
1.1 * 3 -> 3.3000000000000003
9007199254740993 = 9007199254740992 -> true
string(12345678901234567890) -> 12345678901234567000
decimal(0.1 + 0.2, 2) = 0.3 -> true
0.5 + 0.25 = 0.75 -> true
SEEN
