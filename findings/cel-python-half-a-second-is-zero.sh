#!/usr/bin/env bash
# cel-python: string(false) is "False", and the text of half a second is "0s".
#
# Versions: cel-python 0.5.0; @bufbuild/cel 0.6.1 with @bufbuild/protobuf 2.17.0 (npm) as peer.
# Expected: CEL (Language Definition, List of Standard Definitions): string() of a timestamp is its form by RFC 3339,
#   that of a duration its number of seconds with an "s", of a bool the literal true or false. bool("false") reads it
#   back.
# Seen: fractions of a second are left out of timestamps and durations, so timestamp(string(t)) == t is false, and
#   string(approved) == "false" never holds. The values themselves have the fraction (the control). No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  cel-python==0.5.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @bufbuild/cel@0.6.1 @bufbuild/protobuf@2.17.0 >/dev/null
cat > expressions.txt <<'LINES'
string(false)
string(false) == "false"
string(duration("0.5s"))
string(duration("1.5s"))
string(timestamp("2026-03-05T10:20:30.5Z"))
timestamp(string(timestamp("2026-03-05T10:20:30.5Z"))) == timestamp("2026-03-05T10:20:30.5Z")
string(timestamp("2026-03-05T10:20:30Z"))
timestamp("2026-03-05T10:20:30.5Z").getMilliseconds()
LINES
cat > finding.py <<'PYTHON'
import celpy

environment = celpy.Environment()
for line in open("expressions.txt").read().splitlines():
    print(line, "->", environment.program(environment.compile(line)).evaluate({}))
PYTHON
cat > peer.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { run } from "@bufbuild/cel";

for (const line of readFileSync("expressions.txt", "utf8").trim().split("\n")) console.log(`peer ${line} -> ${run(line)}`);
SCRIPT
{ venv/bin/python finding.py 2>/dev/null; node peer.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
string(false) -> False
string(false) == "false" -> False
string(duration("0.5s")) -> 0s
string(duration("1.5s")) -> 1s
string(timestamp("2026-03-05T10:20:30.5Z")) -> 2026-03-05T10:20:30Z
timestamp(string(timestamp("2026-03-05T10:20:30.5Z"))) == timestamp("2026-03-05T10:20:30.5Z") -> False
string(timestamp("2026-03-05T10:20:30Z")) -> 2026-03-05T10:20:30Z
timestamp("2026-03-05T10:20:30.5Z").getMilliseconds() -> 500
peer string(false) -> false
peer string(false) == "false" -> true
peer string(duration("0.5s")) -> 0.500s
peer string(duration("1.5s")) -> 1.500s
peer string(timestamp("2026-03-05T10:20:30.5Z")) -> 2026-03-05T10:20:30.500Z
peer timestamp(string(timestamp("2026-03-05T10:20:30.5Z"))) == timestamp("2026-03-05T10:20:30.5Z") -> true
peer string(timestamp("2026-03-05T10:20:30Z")) -> 2026-03-05T10:20:30Z
peer timestamp("2026-03-05T10:20:30.5Z").getMilliseconds() -> 500
SEEN
