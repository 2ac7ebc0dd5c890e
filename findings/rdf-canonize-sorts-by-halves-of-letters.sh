#!/usr/bin/env bash
# rdf-canonize: with an emoji in the data the canonical form is in another order, so a hash or signature does not fit.
#
# Versions: rdf-canonize 5.0.0; PyLD 3.3.0 as peer.
# Expected: RDF Dataset Canonicalization (RDFC-1.0, Canonicalization Algorithm; Serialization): the lines are sorted in
#   Unicode code point order, where U+FF5E comes before U+1F600. A hash is taken over them in this order.
# Seen: JavaScript compares the two halves of UTF-16 by which it keeps a character beyond U+FFFF, and these come before
#   U+E000 to U+FFFF, where full-width and private letters are. The same two statements have two hashes in two libraries
#   that both implement the Recommendation, so what is signed by one is refused by the other. No error. Letters below
#   U+D800, with or without an emoji (the control), come in the same order in both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-canonize@5.0.0 >/dev/null
printf '<https://example.org/a> <https://example.org/p> "\xef\xbd\x9e" .\n<https://example.org/a> <https://example.org/p> "\xf0\x9f\x98\x80" .\n' > full-width.nq
printf '<https://example.org/a> <https://example.org/p> "z" .\n<https://example.org/a> <https://example.org/p> "\xf0\x9f\x98\x80" .\n' > small.nq
cat > canon.mjs <<'SCRIPT'
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import canonizer from "rdf-canonize";

for (const name of ["full-width", "small"]) {
  const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", format: "application/n-quads" };
  const text = await canonizer.canonize(readFileSync(`${name}.nq`, "utf8"), options);
  const letters = text.trim().split("\n").map((line) => line.split('"')[1].codePointAt(0).toString(16));
  console.log(name, "rdf-canonize", ...letters, createHash("sha256").update(text).digest("hex").slice(0, 12));
}
SCRIPT
cat > canon.py <<'PYTHON'
import hashlib

from pyld import jsonld

for name in ("full-width", "small"):
    text = jsonld.normalize(
        open(f"{name}.nq", encoding="utf-8").read(),
        {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"},
    )
    letters = [f"{ord(line.split(chr(34))[1]):x}" for line in text.strip().split("\n")]
    print(name, "PyLD", *letters, hashlib.sha256(text.encode()).hexdigest()[:12])
PYTHON
{ node canon.mjs; venv/bin/python canon.py; } | sort | tee seen.txt
diff seen.txt - <<'SEEN'
full-width PyLD ff5e 1f600 12432b79dc6d
full-width rdf-canonize 1f600 ff5e 7ddbb038a966
small PyLD 7a 1f600 141a3a7967b9
small rdf-canonize 7a 1f600 141a3a7967b9
SEEN
