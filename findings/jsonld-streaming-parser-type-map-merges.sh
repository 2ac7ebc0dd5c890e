#!/usr/bin/env bash
# jsonld-streaming-parser: in a map by type a nameless node is merged with the thing before it.
#
# Versions: jsonld-streaming-parser 5.0.1; PyLD 3.3.0 as peer.
# Expected: JSON-LD 1.1 (4.6.5, Node Type Indexing): each entry of the map is a node of its own with that type; a node
#   without @id is a blank node.
# Seen: of "Group": ["crew", {"name": "Night shift"}] the parser makes one group: the crew is called "Night shift",
#   and the second group is not there. Both are valid data, so nothing shows it. No error. In an array without the map
#   (the control) both are kept. Comunica and others read their JSON-LD with it.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld-streaming-parser@5.0.1 >/dev/null
cat > map.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/", "by": {"@container": "@type"}},
 "@id": "plan", "by": {"Group": ["crew", {"name": "Night shift"}]}}
JSON
cat > array.json <<'JSON'
{"@context": {"@vocab": "https://example.org/", "@base": "https://example.org/"},
 "@id": "plan", "by": [{"@id": "crew", "@type": "Group"}, {"@type": "Group", "name": "Night shift"}]}
JSON
cat > read.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { JsonLdParser } from "jsonld-streaming-parser";

const short = (term) => (term.termType === "BlankNode" ? "_:node" : term.value.replace(/.*[/#]/, ":"));
for (const file of ["map.json", "array.json"]) {
  const parser = new JsonLdParser();
  const lines = [];
  parser.on("data", (quad) => lines.push([quad.subject, quad.predicate, quad.object].map(short).join(" ")));
  await new Promise((resolve, reject) => parser.on("end", resolve).on("error", reject).end(readFileSync(file, "utf8")));
  lines.sort().forEach((line) => console.log("jsonld-streaming-parser", file, line));
}
SCRIPT
cat > read.py <<'PYTHON'
import json
import re

from pyld import jsonld

for file in ("map.json", "array.json"):
    text = jsonld.to_rdf(json.load(open(file)), {"format": "application/n-quads"})
    for line in sorted(text.splitlines()):
        print("PyLD", file, re.sub(r'<[^>]*[/#]|>|"| \.$', lambda m: ":" if m[0].startswith("<") else "", re.sub(r"_:\w+", "_:node", line)))
PYTHON
{ node read.mjs; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
jsonld-streaming-parser map.json :crew :name Night shift
jsonld-streaming-parser map.json :crew :type :Group
jsonld-streaming-parser map.json :crew :type :Group
jsonld-streaming-parser map.json :plan :by :crew
jsonld-streaming-parser map.json :plan :by _:node
jsonld-streaming-parser array.json :crew :type :Group
jsonld-streaming-parser array.json :plan :by :crew
jsonld-streaming-parser array.json :plan :by _:node
jsonld-streaming-parser array.json _:node :name Night shift
jsonld-streaming-parser array.json _:node :type :Group
PyLD map.json :crew :type :Group
PyLD map.json :plan :by :crew
PyLD map.json :plan :by _:node
PyLD map.json _:node :type :Group
PyLD map.json _:node :name Night shift
PyLD array.json :crew :type :Group
PyLD array.json :plan :by :crew
PyLD array.json :plan :by _:node
PyLD array.json _:node :type :Group
PyLD array.json _:node :name Night shift
SEEN
