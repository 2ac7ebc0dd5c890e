#!/usr/bin/env bash
# @rdfjs/serializer-turtle: shortens IRIs to prefixed names that Turtle does not have.
#
# Versions: @rdfjs/serializer-turtle 1.1.5, rdf-ext 2.6.0, n3 2.13.12 as reader; pyoxigraph 0.5.13 as second reader.
# Expected: Turtle (2.4; the grammar's PN_LOCAL): in a local name "/", "(" and "," need a backslash, and a name ends
#   with no "." and begins with no "-". Where that cannot be kept, the IRI is written in full.
# Seen: with the prefix "" for https://example.org/, the IRIs .../roles/owner, .../a(b), .../-a and .../end. are
#   written as :roles/owner, :a(b), :-a and :end. without an error. Two readers refuse each of these documents.
#   .../owner (the control) is fine, so it shows only with data.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @rdfjs/serializer-turtle@1.1.5 rdf-ext@2.6.0 n3@2.13.12 >/dev/null
cat > check.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import Serializer from "@rdfjs/serializer-turtle";
import { Parser } from "n3";
import rdf from "rdf-ext";

const prefixes = new Map([["", rdf.namedNode("https://example.org/")]]);
for (const [number, name] of ["owner", "roles/owner", "a(b)", "-a", "end."].entries()) {
  const node = rdf.namedNode("https://example.org/" + name);
  const quad = rdf.quad(rdf.namedNode("https://example.org/x"), rdf.namedNode("https://example.org/p"), node);
  const turtle = new Serializer({ prefixes }).transform(rdf.dataset([quad]));
  writeFileSync(`${number}.ttl`, turtle);
  let read = "refused";
  try {
    read = new Parser().parse(turtle)[0].object.equals(node) ? "same" : "another IRI";
  } catch {}
  console.log(name, read);
}
SCRIPT
node check.mjs | tee seen.txt
venv/bin/python - <<'PYTHON' | tee peer.txt
import pyoxigraph

for number in range(5):
    try:
        (triple,) = pyoxigraph.parse(path=f"{number}.ttl", format=pyoxigraph.RdfFormat.TURTLE)
        print("second reader:", triple.object.value)
    except SyntaxError:
        print("second reader: refused")
PYTHON
diff seen.txt - <<'SEEN'
owner same
roles/owner refused
a(b) refused
-a refused
end. refused
SEEN
[ "$(grep -c refused peer.txt)" = 4 ]
