#!/usr/bin/env bash
# cel-js: in CEL 7 / 2 is 3.5, "\n" are two letters, and two account numbers of 16 digits are one.
#
# Versions: cel-js 0.8.2 (npm); @marcbachmann/cel-js 8.0.0 as peer.
# Expected: CEL (Language Definition, Values; List of Standard Definitions): int is a 64-bit integer and int / int an
#   int, cut towards zero. In a string literal \n is a line feed, \" a quotation mark and \u00e9 the letter é.
# Seen: all numbers are doubles, so 7 / 2 == 3 is false and 9007199254740993 == 9007199254740992 true; backslashes
#   stay in texts, so "\u00e9" is not "é". The package calls itself an evaluator of CEL. No error, no warning. 6 / 2,
#   % and texts without a backslash (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  cel-js@0.8.2 @marcbachmann/cel-js@8.0.0 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { evaluate } from "cel-js";
import { evaluate as peer } from "@marcbachmann/cel-js";

for (const text of [
  "7 / 2", "-7 / 2", "7 / 2 == 3", "9007199254740993 == 9007199254740992", String.raw`size("a\nb")`, String.raw`"\u00e9" == "é"`,
  String.raw`"R\"D" == 'R"D'`, "6 / 2", "-7 % 3", '"é" == "é"',
]) console.log(`${text} -> ${evaluate(text)}; peer ${peer(text)}`);
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
7 / 2 -> 3.5; peer 3
-7 / 2 -> -3.5; peer -3
7 / 2 == 3 -> false; peer true
9007199254740993 == 9007199254740992 -> true; peer false
size("a\nb") -> 4; peer 3
"\u00e9" == "é" -> false; peer true
"R\"D" == 'R"D' -> false; peer true
6 / 2 -> 3; peer 3
-7 % 3 -> -1; peer -1
"é" == "é" -> true; peer true
SEEN
