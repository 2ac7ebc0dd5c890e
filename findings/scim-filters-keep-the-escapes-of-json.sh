#!/usr/bin/env bash
# scim2-filter-parser, scim2-parse-filter: a backslash in the text of a filter stays one, so such texts are not found.
#
# Versions: scim2-filter-parser 0.7.0 (Python); scim2-parse-filter 0.2.10 (npm).
# Expected: SCIM (RFC 7644, 3.4.2.2): the value of a comparison is "built on JSON Data Interchange format ABNF rules", so
#   a text is one of JSON: \" is a quotation mark, \\ a backslash, \u0061 the letter a.
# Seen: a share such as "north\staff" must be written "north\\staff" and is compared with both backslashes by either, so
#   nothing is found; without them it is found, where JSON has no such text. \u0061 is compared as six letters. \" is
#   read by the second and is a parser error for the first. No message otherwise. A text without (the control) is found.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 >/dev/null
cat > filters.txt <<'TEXT'
group eq "staff"
group eq "north\\staff"
group eq "\u0061ll"
group eq "the \"old\" ones"
TEXT
cat > finding.py <<'PYTHON'
import json
from pathlib import Path

from scim2_filter_parser.queries import SQLQuery

for text in Path("filters.txt").read_text().splitlines():
    meant = json.loads(text.split(" eq ")[1])
    try:
        value = SQLQuery(text, "people", {("group", None, None): "groups"}).params_dict["a"]
        print("Python:", text, "asks for", meant, "->", "found" if value == meant else f"asks for {value}")
    except Exception as error:
        print("Python:", text, "asks for", meant, "->", type(error).__name__)
PYTHON
cat > finding.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { filter, parse } from "scim2-parse-filter";

for (const text of readFileSync("filters.txt", "utf8").trim().split("\n")) {
  const group = JSON.parse(text.split(" eq ")[1]);
  console.log("npm:", text, "asks for", group, "->", filter(parse(text))({ group }) ? "found" : "not found");
}
SCRIPT
{ venv/bin/python finding.py; node finding.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
Python: group eq "staff" asks for staff -> found
Python: group eq "north\\staff" asks for north\staff -> asks for north\\staff
Python: group eq "\u0061ll" asks for all -> asks for \u0061ll
Python: group eq "the \"old\" ones" asks for the "old" ones -> SCIMParserError
npm: group eq "staff" asks for staff -> found
npm: group eq "north\\staff" asks for north\staff -> not found
npm: group eq "\u0061ll" asks for all -> not found
npm: group eq "the \"old\" ones" asks for the "old" ones -> found
SEEN
