#!/usr/bin/env bash
# @bufbuild/cel: "end" in {"end": null} is false, and so is has(), though the map has one entry and its "end" is null.
#
# Versions: @bufbuild/cel 0.6.1 with @bufbuild/protobuf 2.17.0 (npm); cel-python 0.5.0 and common-expression-language
#   0.10.0 as peers.
# Expected: CEL (Language Definition, Macros; List of Standard Definitions): for a map has(e.f) says whether "f" is
#   one of its keys, and "in" whether it has the key. null is a value like others, so {"end": null} has the key "end".
# Seen: both are false, size() is 1 and .end == null is true. A record whose end is given as open is treated as one
#   that says nothing of an end. false, 0, "" and an empty list (the controls) are keys.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  cel-python==0.5.0 common-expression-language==0.10.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @bufbuild/cel@0.6.1 @bufbuild/protobuf@2.17.0 >/dev/null
cat > expressions.txt <<'LINES'
has({"end": null}.end)
"end" in {"end": null}
{"end": null}.size()
{"end": null}.end == null
{"end": null} == {"end": null}
"end" in {"end": false}
"end" in {"end": ""}
has({"end": []}.end)
LINES
cat > finding.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { run } from "@bufbuild/cel";

for (const line of readFileSync("expressions.txt", "utf8").trim().split("\n")) console.log(`bufbuild ${line} ${run(line)}`);
console.log(`bufbuild given from outside ${run('has(role.end) || "end" in role', { role: { end: null } })}`);
SCRIPT
cat > peers.py <<'PYTHON'
import cel
import celpy

environment = celpy.Environment()
for line in open("expressions.txt").read().splitlines()[:4]:
    there = environment.program(environment.compile(line)).evaluate({})
    print("cel-python", line, str(there).lower(), "common-expression-language", str(cel.evaluate(line)).lower())
PYTHON
{ node finding.mjs; venv/bin/python peers.py 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
bufbuild has({"end": null}.end) false
bufbuild "end" in {"end": null} false
bufbuild {"end": null}.size() 1
bufbuild {"end": null}.end == null true
bufbuild {"end": null} == {"end": null} true
bufbuild "end" in {"end": false} true
bufbuild "end" in {"end": ""} true
bufbuild has({"end": []}.end) true
bufbuild given from outside false
cel-python has({"end": null}.end) true common-expression-language true
cel-python "end" in {"end": null} true common-expression-language true
cel-python {"end": null}.size() 1 common-expression-language 1
cel-python {"end": null}.end == null true common-expression-language true
SEEN
