#!/usr/bin/env bash
# jsonld-streaming-parser: an integer above 2^53 becomes a text, and -1e22 an xsd:integer with an exponent.
#
# Versions: jsonld-streaming-parser 5.0.1; as peers PyLD 3.3.0 and pyoxigraph 0.5.13.
# Expected: JSON-LD 1.1 API (8.2.2, Object to RDF Conversion): a number without a fractional part that is less than
#   10^21 is an xsd:integer, any other number an xsd:double.
# Seen: 9007199254740993 is "9007199254740993" without a datatype, one less is an xsd:integer. A FILTER for numbers
#   leaves out the large ones alone, a sum fails, and the term is not that of the same file read by another program.
#   From -10^21 on "-1e+22"^^xsd:integer is ill-typed. No error. Comunica and others read their JSON-LD with it. Integers
#   of 15 digits and 1e22 (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld-streaming-parser@5.0.1 >/dev/null
cat > by_parser.mjs <<'SCRIPT'
import { JsonLdParser } from "jsonld-streaming-parser";

for (const value of process.argv.slice(2)) {
  const parser = new JsonLdParser();
  parser.end(`{"@id": "https://example.org/s", "https://example.org/p": ${value}}`);
  for await (const { object } of parser) {
    console.log(`${value} jsonld-streaming-parser: ${object.value} ${object.datatype.value.split("#")[1]}`);
  }
}
SCRIPT
cat > by_peers.py <<'PYTHON'
import json
import sys

import pyoxigraph
from pyld import jsonld

for value in sys.argv[1:]:
    text = f'{{"@id": "https://example.org/s", "https://example.org/p": {value}}}'
    quads = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"}).encode()
    for name, data, form in (
        ("PyLD", quads, pyoxigraph.RdfFormat.N_QUADS),
        ("pyoxigraph", text.encode(), pyoxigraph.RdfFormat.JSON_LD),
    ):
        for quad in pyoxigraph.parse(data, form):
            print(f"{value} {name}: {quad.object.value} {quad.object.datatype.value.split('#')[1]}")
PYTHON
values=(900719925474099 9007199254740991 9007199254740993 12345678901234567 -1e22 1e22)
{ node by_parser.mjs "${values[@]}"; venv/bin/python by_peers.py "${values[@]}"; } | LC_ALL=C sort | tee seen.txt
diff seen.txt - <<'SEEN'
-1e22 PyLD: -1.0E22 double
-1e22 jsonld-streaming-parser: -1e+22 integer
-1e22 pyoxigraph: -1.0E22 double
12345678901234567 PyLD: 12345678901234567 integer
12345678901234567 jsonld-streaming-parser: 12345678901234567 string
12345678901234567 pyoxigraph: 12345678901234567 integer
1e22 PyLD: 1.0E22 double
1e22 jsonld-streaming-parser: 1.0E22 double
1e22 pyoxigraph: 1.0E22 double
900719925474099 PyLD: 900719925474099 integer
900719925474099 jsonld-streaming-parser: 900719925474099 integer
900719925474099 pyoxigraph: 900719925474099 integer
9007199254740991 PyLD: 9007199254740991 integer
9007199254740991 jsonld-streaming-parser: 9007199254740991 integer
9007199254740991 pyoxigraph: 9007199254740991 integer
9007199254740993 PyLD: 9007199254740993 integer
9007199254740993 jsonld-streaming-parser: 9007199254740993 string
9007199254740993 pyoxigraph: 9007199254740993 integer
SEEN
