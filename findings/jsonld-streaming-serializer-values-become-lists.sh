#!/usr/bin/env bash
# jsonld-streaming-serializer: with a context that has a list container, each plain value is written as a list.
#
# Versions: jsonld-streaming-serializer 4.0.0, n3 2.13.12, jsonld 9.0.0 (npm); pyoxigraph 0.5.13 (PyPI) as second
#   reader.
# Expected: JSON-LD 1.1 (4.3.1, Lists) and its API (Inverse Context Creation; IRI Compaction): a term with
#   "@container": "@list" stands for lists only; a value that is none is written under the full IRI or another term.
#   The README of the serializer says that it compacts by the context that it is given.
# Seen: the term is taken for every value, so ex:step "sign" is read back as ( "sign" ), two values as one list, and
#   the empty list as a list that holds rdf:nil. What is a list in the data is not: its first node comes as a list of
#   that node. No error. Without a context, and with a term without a container (the controls), all is as it was.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  jsonld-streaming-serializer@4.0.0 n3@2.13.12 jsonld@9.0.0 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { appendFileSync } from "node:fs";
import jsonld from "jsonld";
import { JsonLdSerializer } from "jsonld-streaming-serializer";
import N3 from "n3";

// The JSON-LD that the serializer writes of a text in Turtle.
function written(turtle, context) {
  return new Promise((resolve, reject) => {
    const serializer = new JsonLdSerializer(context && { context });
    let text = "";
    serializer.on("data", (part) => (text += part)).on("end", () => resolve(text)).on("error", reject);
    for (const quad of new N3.Parser().parse(turtle)) serializer.write(quad);
    serializer.end();
  });
}

const step = "https://example.org/step";
const contexts = { "a list container": { step: { "@id": step, "@container": "@list" } }, "a plain term": { step }, "no context": undefined };
for (const value of ['"sign"', '"sign", "check"', "()", '( "sign" )']) {
  for (const [name, context] of Object.entries(contexts)) {
    const text = await written(`<https://example.org/a> <${step}> ${value} .`, context);
    const lines = (await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads" })).trim().split("\n");
    const of = (end) => lines.filter((line) => line.includes(end)).length;
    console.log(`${value} with ${name}: ${of("/step>")} values, ${of("ns#first>")} members of lists`);
    if (context) appendFileSync("written.txt", `${text.replaceAll("\n", "")}\n`);
  }
}
SCRIPT
cat > reader.py <<'PYTHON'
import pyoxigraph

for line in open("written.txt"):
    quads = [str(each) for each in pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.JSON_LD)]
    print("pyoxigraph:", sum("/step>" in each for each in quads), "values,", sum("ns#first>" in each for each in quads), "members of lists")
PYTHON
{ node finding.mjs; venv/bin/python reader.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
"sign" with a list container: 1 values, 1 members of lists
"sign" with a plain term: 1 values, 0 members of lists
"sign" with no context: 1 values, 0 members of lists
"sign", "check" with a list container: 1 values, 2 members of lists
"sign", "check" with a plain term: 2 values, 0 members of lists
"sign", "check" with no context: 2 values, 0 members of lists
() with a list container: 1 values, 1 members of lists
() with a plain term: 1 values, 0 members of lists
() with no context: 1 values, 0 members of lists
( "sign" ) with a list container: 1 values, 2 members of lists
( "sign" ) with a plain term: 1 values, 1 members of lists
( "sign" ) with no context: 1 values, 1 members of lists
pyoxigraph: 1 values, 1 members of lists
pyoxigraph: 1 values, 0 members of lists
pyoxigraph: 1 values, 2 members of lists
pyoxigraph: 2 values, 0 members of lists
pyoxigraph: 1 values, 1 members of lists
pyoxigraph: 1 values, 0 members of lists
pyoxigraph: 1 values, 2 members of lists
pyoxigraph: 1 values, 1 members of lists
SEEN
