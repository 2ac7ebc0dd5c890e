#!/usr/bin/env bash
# jsonld-streaming-serializer: <https://example.org/role/lead> is written as "role:/lead", which is another IRI.
#
# Versions: jsonld-streaming-serializer 4.0.0, n3 2.13.12, jsonld 9.0.0 (npm); pyoxigraph 0.5.13 (PyPI) as second
#   reader.
# Expected: JSON-LD 1.1 (4.1.5, Compact IRIs; API, IRI Compaction): a term is a prefix only if it is a plain text that
#   ends with one of : / ? # [ ] @, or says "@prefix": true. An absolute IRI that looks like a compact one of the
#   context must not be written as it is.
# Seen: any term whose IRI is the beginning of another is taken as its prefix, so with "role":
#   "https://example.org/role" lead and all that lies below is read back as <role:/lead>; and <ex:b> stays "ex:b"
#   beside a prefix "ex", so it is read as another. No error. IRIs with a real prefix, and without a context (the
#   controls), are right.
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

const { namedNode, quad } = N3.DataFactory;

// The JSON-LD that the serializer writes of a statement about an IRI.
function written(iri, context) {
  return new Promise((resolve, reject) => {
    const serializer = new JsonLdSerializer(context && { context });
    let text = "";
    serializer.on("data", (part) => (text += part)).on("end", () => resolve(text.replaceAll("\n", ""))).on("error", reject);
    serializer.write(quad(namedNode(iri), namedNode("https://example.org/holder"), namedNode("https://example.org/ann")));
    serializer.end();
  });
}

for (const [iri, context] of [
  ["https://example.org/role/lead", { role: "https://example.org/role" }],
  ["https://example.org/role/lead", { role: { "@id": "https://example.org/role", "@type": "@id" } }],
  ["https://example.org/roles", { role: "https://example.org/role" }],
  ["ex:b", { ex: "https://example.org/" }],
  ["https://example.org/role/lead", { ex: "https://example.org/" }],
  ["https://example.org/role/lead", undefined],
]) {
  const text = await written(iri, context);
  const parsed = JSON.parse(text);
  const [line] = (await jsonld.toRDF(parsed, { format: "application/n-quads" })).split("\n");
  console.log(`<${iri}> with ${JSON.stringify(context)} -> "${(parsed["@graph"] ?? parsed)[0]["@id"]}", read as ${line.split(" ")[0]}`);
  appendFileSync("written.txt", `${text}\n`);
}
SCRIPT
cat > reader.py <<'PYTHON'
import pyoxigraph

for line in open("written.txt"):
    print("pyoxigraph:", next(pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.JSON_LD)).subject)
PYTHON
{ node finding.mjs; venv/bin/python reader.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
<https://example.org/role/lead> with {"role":"https://example.org/role"} -> "role:/lead", read as <role:/lead>
<https://example.org/role/lead> with {"role":{"@id":"https://example.org/role","@type":"@id"}} -> "role:/lead", read as <role:/lead>
<https://example.org/roles> with {"role":"https://example.org/role"} -> "role:s", read as <role:s>
<ex:b> with {"ex":"https://example.org/"} -> "ex:b", read as <https://example.org/b>
<https://example.org/role/lead> with {"ex":"https://example.org/"} -> "ex:role/lead", read as <https://example.org/role/lead>
<https://example.org/role/lead> with undefined -> "https://example.org/role/lead", read as <https://example.org/role/lead>
pyoxigraph: <role:/lead>
pyoxigraph: <role:/lead>
pyoxigraph: <role:s>
pyoxigraph: <https://example.org/b>
pyoxigraph: <https://example.org/role/lead>
pyoxigraph: <https://example.org/role/lead>
SEEN
