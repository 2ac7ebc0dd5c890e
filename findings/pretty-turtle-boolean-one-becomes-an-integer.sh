#!/usr/bin/env bash
# @jeswr/pretty-turtle: "1"^^xsd:boolean is written as 1, which is an integer.
#
# Versions: @jeswr/pretty-turtle 1.8.2, n3 2.13.12; pyoxigraph 0.5.13 as second reader.
# Expected: Turtle (2.5.2, 2.5.3; the grammar's BooleanLiteral): the short form of a boolean is true or false; digits
#   are the short form of an xsd:integer. XML Schema (part 2, 3.3.2): 1 and 0 are booleans, too. They need the long
#   form.
# Seen: the text of each boolean is written as it is. Read again the door's state is the integer 1: FILTER(?open = true)
#   is an error, sh:datatype xsd:boolean a violation. No error. And of an ill-typed "five"^^xsd:integer a document is
#   made that no reader takes. true (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @jeswr/pretty-turtle@1.8.2 n3@2.13.12 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { write } from "@jeswr/pretty-turtle";
import { Parser } from "n3";

const HEAD = "@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . ";
const values = { one: '"1"^^xsd:boolean', zero: '"0"^^xsd:boolean', true: "true", five: '"five"^^xsd:integer' };
for (const [name, value] of Object.entries(values)) {
  const quads = new Parser().parse(`${HEAD} :door :open ${value} .`);
  writeFileSync(`${name}.ttl`, await write(quads));
}
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph


def read(name):
    try:
        return [str(triple.object).rpartition("#")[2].rstrip(">") for triple in pyoxigraph.parse(path=name + ".ttl")]
    except SyntaxError:
        return "refused"


seen = {name: read(name) for name in ("one", "zero", "true", "five")}
print("datatype after writing:", seen)
sys.exit(0 if seen == {"one": ["integer"], "zero": ["integer"], "true": ["boolean"], "five": "refused"} else 1)
PYTHON
