#!/usr/bin/env bash
# rdf-canonize: N-Quads with a comment are refused, so a file with a line about its licence cannot be canonized.
#
# Versions: rdf-canonize 5.0.0; pyoxigraph 0.5.13 as peer.
# Expected: RDF 1.1 N-Quads (2): a comment begins with a "#" outside of an IRI or a text and goes on to the end of the
#   line. So "# CC0" may be a line of its own, and may stand behind a statement.
# Seen: "N-Quads parse error on line 1", for a line that is a comment as for one behind a statement, and nothing is
#   read. Files that other tools wrote begin with a comment often. jsonld.js reads N-Quads with this package, so its
#   fromRDF does likewise. Empty lines and statements without a comment (the controls) are read, and the peer reads
#   all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-canonize@5.0.0 >/dev/null
S='<https://example.org/a> <https://example.org/p> "x" .'
printf '# CC0\n%s\n' "$S" > first.nq
printf '%s # checked\n' "$S" > behind.nq
printf '\n%s\n\n' "$S" > empty.nq
cat > canon.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import canonizer from "rdf-canonize";

for (const name of ["first", "behind", "empty"]) {
  const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads", format: "application/n-quads" };
  try {
    const text = await canonizer.canonize(readFileSync(`${name}.nq`, "utf8"), options);
    console.log(name, "rdf-canonize", text.trim());
  } catch (error) {
    console.log(name, "rdf-canonize", error.message);
  }
}
SCRIPT
cat > read.py <<'PYTHON'
import pyoxigraph

for name in ("first", "behind", "empty"):
    print(name, "pyoxigraph", *pyoxigraph.parse(path=f"{name}.nq", format=pyoxigraph.RdfFormat.N_QUADS), ".")
PYTHON
{ node canon.mjs; venv/bin/python read.py; } | sort | tee seen.txt
diff seen.txt - <<'SEEN'
behind pyoxigraph <https://example.org/a> <https://example.org/p> "x" .
behind rdf-canonize N-Quads parse error on line 1.
empty pyoxigraph <https://example.org/a> <https://example.org/p> "x" .
empty rdf-canonize <https://example.org/a> <https://example.org/p> "x" .
first pyoxigraph <https://example.org/a> <https://example.org/p> "x" .
first rdf-canonize N-Quads parse error on line 1.
SEEN
