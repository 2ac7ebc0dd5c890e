#!/usr/bin/env bash
# RDFC-1.0: "colour"@en-GB has one hash in rdf-canonize and PyLD, and another one in pyoxigraph and with N3.js.
#
# Versions: rdf-canonize 5.0.0, rdfjs-c14n 3.1.4, n3 2.13.12 (npm); PyLD 3.3.0, pyoxigraph 0.5.13 (PyPI).
# Expected: RDF Dataset Canonicalization (RDFC-1.0, 1, Introduction): the canonical form of a dataset is the same
#   wherever it is made, so its hash can be compared and signed. All offer it, PyLD by its earlier name URDNA2015, and
#   read the same line of N-Quads. A note in the introduction warns of language tags.
# Seen: the language tag is written as it was read, and RDF 1.1 Concepts (3.3) lets a reader make it lower case.
#   pyoxigraph and N3.js do so, the others do not. So a document signed by one side is refused by the other for each
#   tag with a region or a script (en-GB, zh-Hant), without a fault in it. Only tags in lower case (the control) have
#   one hash.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  rdf-canonize@5.0.0 rdfjs-c14n@3.1.4 n3@2.13.12 >/dev/null
cat > finding.mjs <<'SCRIPT'
import N3 from "n3";
import canonize from "rdf-canonize";
import { RDFC10 } from "rdfjs-c14n";

for (const tag of ["en-GB", "zh-Hant", "en"]) {
  const line = `<https://example.org/a> <https://example.org/p> "colour"@${tag} .\n`;
  const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", format: "application/n-quads" };
  const quads = new N3.Parser({ format: "N-Quads" }).parse(line);
  console.log("rdf-canonize", (await canonize.canonize(line, options)) === line ? "as it was" : "another text", tag);
  console.log("N3.js, rdfjs-c14n", (await new RDFC10(N3.DataFactory).canonicalize(quads)) === line ? "as it was" : "another text", tag);
}
SCRIPT
cat > finding.py <<'PYTHON'
import pyoxigraph
from pyld import jsonld

for tag in ("en-GB", "zh-Hant", "en"):
    line = f'<https://example.org/a> <https://example.org/p> "colour"@{tag} .\n'
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    print("PyLD", "as it was" if jsonld.normalize(line, options) == line else "another text", tag)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS).decode()
    print("pyoxigraph", "as it was" if written == line else "another text", tag)
PYTHON
{ node finding.mjs; venv/bin/python finding.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdf-canonize as it was en-GB
N3.js, rdfjs-c14n another text en-GB
rdf-canonize as it was zh-Hant
N3.js, rdfjs-c14n another text zh-Hant
rdf-canonize as it was en
N3.js, rdfjs-c14n as it was en
PyLD as it was en-GB
pyoxigraph another text en-GB
PyLD as it was zh-Hant
pyoxigraph another text zh-Hant
PyLD as it was en
pyoxigraph as it was en
SEEN
