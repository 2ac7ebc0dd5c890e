#!/usr/bin/env bash
# jsonld.js, PyLD: a language "en_US" becomes N-Quads that no reader takes, and the whole file is lost for it.
#
# Versions: jsonld 9.0.0 (npm), PyLD 3.3.0; jsonld-streaming-parser 5.0.1 and pyoxigraph 0.5.13 as peers.
# Expected: JSON-LD 1.1 API (8.2.2, Object to RDF Conversion): a value whose @language is not well-formed gives no
#   triple; the rest of the document does. N-Quads (the grammar's LANGTAG) has letters, digits and "-" only.
# Seen: both write "Door"@en_US (jsonld.js with its option "safe", which is off, refuses the document). A reader of the
#   file stops at this line, though all other statements are good. Locales of programs look like that. The peers leave
#   out the one value and keep the others. "en-US" (the control) is fine in all. Known are digitalbazaar/jsonld.js
#   issue 271, open since 2018, and digitalbazaar/pyld pull request 314, merged.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0 jsonld-streaming-parser@5.0.1 n3@2.13.12 >/dev/null
cat > door.json <<'JSON'
{
  "@context": {"@vocab": "https://example.org/"},
  "@id": "https://example.org/door",
  "name": [{"@value": "Door", "@language": "en_US"}, {"@value": "Gate", "@language": "en-US"}],
  "number": 7
}
JSON
cat > convert.mjs <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
import jsonld from "jsonld";
import { JsonLdParser } from "jsonld-streaming-parser";
import { Writer } from "n3";

const text = readFileSync("door.json", "utf8");
writeFileSync("jsonld.js.nq", await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads" }));
const parser = new JsonLdParser();
const writer = new Writer({ format: "N-Quads" });
await new Promise((resolve, reject) => {
  parser.on("data", (quad) => writer.addQuad(quad)).on("error", reject).on("end", resolve);
  parser.end(text);
});
writer.end((_, quads) => writeFileSync("streaming-parser.nq", quads));
SCRIPT
node convert.mjs
cat > read_again.py <<'PYTHON'
import json
from pathlib import Path

import pyoxigraph
from pyld import jsonld

document = Path("door.json").read_text()
Path("PyLD.nq").write_text(jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"}))
quads = pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.JSON_LD)
Path("pyoxigraph.nq").write_bytes(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS))
for name in ("jsonld.js", "PyLD", "streaming-parser", "pyoxigraph"):
    written = Path(f"{name}.nq").read_text()
    try:
        read = f"{len(list(pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.N_QUADS)))} read"
    except SyntaxError:
        read = "refused"
    print(f"{name}: {len(written.split(chr(10))) - 1} lines, {read}")
PYTHON
venv/bin/python read_again.py | tee seen.txt
diff seen.txt - <<'SEEN'
jsonld.js: 3 lines, refused
PyLD: 3 lines, refused
streaming-parser: 2 lines, 2 read
pyoxigraph: 2 lines, 2 read
SEEN
