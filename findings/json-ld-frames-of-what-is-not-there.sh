#!/usr/bin/env bash
# jsonld.js, PyLD: a frame that asks for nodes without a property is an internal error if a node has it.
#
# Versions: jsonld 9.0.0 (npm); PyLD 3.3.0.
# Expected: JSON-LD 1.1 Framing (2.1.3, Match on the Absence of a Property; 4.2, Frame Matching Algorithm): with an
#   empty array a property asks for nodes that do not have it; a node that has a value there does not match, and
#   further matching is aborted.
# Seen: {"@type": "Role", "endedOn": []}, the way to ask for roles that did not end, must give the first role alone.
#   It is a TypeError in jsonld.js and an IndexError in PyLD as soon as one role has an end that is a text, and
#   "invalid syntax" of the frame if the end is a node. So a frame works until the first role ends. With
#   "@requireAll", and where no role has the property (the controls), both are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PyLD==3.3.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  jsonld@9.0.0 >/dev/null
cat > frames.json <<'JSON'
{"context": {"@vocab": "https://example.org/"},
 "ends": {"a text": "2026", "a node": {"@id": "https://example.org/merger"}, "none": []},
 "frames": [{"@type": "Role", "endedOn": []}, {"@requireAll": true, "@type": "Role", "endedOn": []}, {"@type": "Role", "endedOn": {}}]}
JSON
cat > finding.cjs <<'SCRIPT'
const { readFileSync } = require("node:fs");
const jsonld = require("jsonld");

const { context, ends, frames } = JSON.parse(readFileSync("frames.json"));
(async () => {
  for (const frame of frames) for (const [kind, endedOn] of Object.entries(ends)) {
    const roles = [{ "@id": "https://example.org/a", "@type": "Role" }, { "@id": "https://example.org/b", "@type": "Role", endedOn }];
    let seen;
    try {
      const framed = await jsonld.frame({ "@context": context, "@graph": roles }, { "@context": context, ...frame });
      seen = (framed["@graph"] ?? [framed]).map((node) => node["@id"].slice(-1)).join(" ");
    } catch (error) {
      seen = error.name;
    }
    console.log("jsonld.js", JSON.stringify(frame), "the end is", kind, "->", seen);
  }
})();
SCRIPT
cat > finding.py <<'PYTHON'
import json

from pyld import jsonld

given = json.load(open("frames.json"))
for frame in given["frames"]:
    for kind, end in given["ends"].items():
        roles = [{"@id": "https://example.org/a", "@type": "Role"}, {"@id": "https://example.org/b", "@type": "Role", "endedOn": end}]
        try:
            framed = jsonld.frame({"@context": given["context"], "@graph": roles}, {"@context": given["context"]} | frame)
            seen = " ".join(node["@id"][-1] for node in framed.get("@graph", [framed]))
        except Exception as error:
            seen = type(error).__name__
        print("PyLD", json.dumps(frame), "the end is", kind, "->", seen)
PYTHON
{ node finding.cjs; venv/bin/python finding.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
jsonld.js {"@type":"Role","endedOn":[]} the end is a text -> TypeError
jsonld.js {"@type":"Role","endedOn":[]} the end is a node -> jsonld.SyntaxError
jsonld.js {"@type":"Role","endedOn":[]} the end is none -> a b
jsonld.js {"@requireAll":true,"@type":"Role","endedOn":[]} the end is a text -> a
jsonld.js {"@requireAll":true,"@type":"Role","endedOn":[]} the end is a node -> a
jsonld.js {"@requireAll":true,"@type":"Role","endedOn":[]} the end is none -> a b
jsonld.js {"@type":"Role","endedOn":{}} the end is a text -> a b
jsonld.js {"@type":"Role","endedOn":{}} the end is a node -> a b
jsonld.js {"@type":"Role","endedOn":{}} the end is none -> a b
PyLD {"@type": "Role", "endedOn": []} the end is a text -> IndexError
PyLD {"@type": "Role", "endedOn": []} the end is a node -> JsonLdError
PyLD {"@type": "Role", "endedOn": []} the end is none -> a b
PyLD {"@requireAll": true, "@type": "Role", "endedOn": []} the end is a text -> a
PyLD {"@requireAll": true, "@type": "Role", "endedOn": []} the end is a node -> a
PyLD {"@requireAll": true, "@type": "Role", "endedOn": []} the end is none -> a b
PyLD {"@type": "Role", "endedOn": {}} the end is a text -> a b
PyLD {"@type": "Role", "endedOn": {}} the end is a node -> a b
PyLD {"@type": "Role", "endedOn": {}} the end is none -> a b
SEEN
