#!/usr/bin/env bash
# rdfjs-c14n: an emoji is written as \U0001f600 in the canonical form, so hashes and signatures do not fit.
#
# Versions: rdfjs-c14n 3.1.4 with n3 2.13.12 (npm); rdf-canonize 5.0.0 (npm) and pyoxigraph 0.5.13 (PyPI) as peers.
# Expected: RDF Dataset Canonicalization (RDFC-1.0, 5, Serialization): characters are written as they are, but for the
#   controls up to U+001F and U+007F, the quotation mark and the backslash.
# Seen: letters beyond U+FFFF are escaped, with a form in small letters, and U+007F is not. The canonical form differs
#   from that of the peers, and so does its hash, which is what the algorithm is for: a signature made by one is
#   refused by the other. Letters up to U+FFFF, and tabs (the controls), are written alike.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  rdfjs-c14n@3.1.4 n3@2.13.12 rdf-canonize@5.0.0 >/dev/null
cat > texts.json <<'JSON'
["smile \ud83d\ude00", "delete \u007f", "unit \ud835\udfd9", "caf\u00e9 \uffe5", "tab \t, line\n"]
JSON
cat > finding.mjs <<'SCRIPT'
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import N3 from "n3";
import canonize from "rdf-canonize";
import { RDFC10 } from "rdfjs-c14n";

const { namedNode, literal, quad } = N3.DataFactory;
for (const text of JSON.parse(readFileSync("texts.json"))) {
  const quads = [quad(namedNode("https://example.org/a"), namedNode("https://example.org/p"), literal(text))];
  const c14n = await new RDFC10(N3.DataFactory).canonicalize(quads);
  const peer = await canonize.canonize(quads, { algorithm: "RDFC-1.0", format: "application/n-quads" });
  const hash = (form) => createHash("sha256").update(form).digest("hex").slice(0, 8);
  console.log(JSON.stringify([text, c14n.split("p> ")[1], peer.split("p> ")[1], hash(c14n) === hash(peer) ? "one hash" : "two hashes"]));
}
SCRIPT
cat > peer.py <<'PYTHON'
import json

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad

for text in json.load(open("texts.json"))[:3]:
    dataset = Dataset([Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/p"), Literal(text))])
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    print("pyoxigraph", json.dumps([str(each).split("p> ")[1] for each in dataset], ensure_ascii=False))
PYTHON
{ node finding.mjs; venv/bin/python peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
["smile 😀","\"smile \\U0001f600\" .\n","\"smile 😀\" .\n","two hashes"]
["delete ","\"delete \" .\n","\"delete \\u007F\" .\n","two hashes"]
["unit 𝟙","\"unit \\U0001d7d9\" .\n","\"unit 𝟙\" .\n","two hashes"]
["café ￥","\"café ￥\" .\n","\"café ￥\" .\n","one hash"]
["tab \t, line\n","\"tab \\t, line\\n\" .\n","\"tab \\t, line\\n\" .\n","one hash"]
pyoxigraph ["\"smile 😀\""]
pyoxigraph ["\"delete \\u007F\""]
pyoxigraph ["\"unit 𝟙\""]
SEEN
