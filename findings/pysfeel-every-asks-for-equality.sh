#!/usr/bin/env bash
# pySFeel: "every level in [3, 4] satisfies level > 2" is false: each comparison of plain values is taken for "=".
#
# Versions: pySFeel 1.4.2; @bpmn-io/feelin 6.1.1 as peer.
# Expected: the documentation of pySFeel (some/every): the expression "must be 'name relop expr'", so comparisons are within
#   what it promises. DMN TCK (0016-some-every): "every i in priceTable1 satisfies i.price > 10" is true if all prices are.
# Seen: with a list of numbers or texts the operator is not looked at: >, >=, <, <= and != are true only if every item
#   equals the right side, so "every level is below 5" is false for [1, 2] and "every level >= 3" false for [3, 4]. No error.
#   A decision that should hold never does. "some", and "every" over contexts (the controls), compare as they say.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pySFeel==1.4.2
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bpmn-io/feelin@6.1.1 >/dev/null
cat > expressions.txt <<'FEEL'
every level in [3, 4] satisfies level > 2
every level in [3, 4] satisfies level >= 3
every level in [1, 2] satisfies level < 5
every level in [1, 2] satisfies level != 5
every state in ["draft", "review"] satisfies state != "retired"
some level in [3, 4] satisfies level > 3
every role in [{level: 3}, {level: 4}] satisfies role.level > 2
FEEL
cat > decide.py <<'PYTHON'
from pySFeel import SFeelParser

parser = SFeelParser()
for line in open("expressions.txt"):
    status, value = parser.sFeelParse(line.strip())
    print("pySFeel", line.strip(), "->", str(value).lower(), *status.get("errors", []))
PYTHON
cat > decide.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { evaluate } from "@bpmn-io/feelin";

for (const line of readFileSync("expressions.txt", "utf8").trim().split("\n")) console.log("feelin ", line, "->", evaluate(line, {}).value);
SCRIPT
{ venv/bin/python -W ignore decide.py; node decide.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
pySFeel every level in [3, 4] satisfies level > 2 -> false
pySFeel every level in [3, 4] satisfies level >= 3 -> false
pySFeel every level in [1, 2] satisfies level < 5 -> false
pySFeel every level in [1, 2] satisfies level != 5 -> false
pySFeel every state in ["draft", "review"] satisfies state != "retired" -> false
pySFeel some level in [3, 4] satisfies level > 3 -> true
pySFeel every role in [{level: 3}, {level: 4}] satisfies role.level > 2 -> true
feelin  every level in [3, 4] satisfies level > 2 -> true
feelin  every level in [3, 4] satisfies level >= 3 -> true
feelin  every level in [1, 2] satisfies level < 5 -> true
feelin  every level in [1, 2] satisfies level != 5 -> true
feelin  every state in ["draft", "review"] satisfies state != "retired" -> true
feelin  some level in [3, 4] satisfies level > 3 -> true
feelin  every role in [{level: 3}, {level: 4}] satisfies role.level > 2 -> true
SEEN
