#!/usr/bin/env bash
# Comunica: ENCODE_FOR_URI leaves "/", "#", "?" and "&" as they are, so other IRIs are made than elsewhere.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.3.11) is fn:encode-for-uri of XPath 2.0 (Functions and Operators, 7.4.10): all characters
#   are escaped but letters, digits, "-", "_", "." and "~", so that a text fits into one part of an IRI.
# Seen: IRI(CONCAT(base, ENCODE_FOR_URI("R&D/Q#1"))) becomes .../roles/R&D/Q#1, a fragment of another
#   thing; by the peer it is .../roles/R%26D%2FQ%231. Two programs that make IRIs from names by
#   the same query make two things of one role. A blank is escaped in both (the control).
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > query.rq <<'QUERY'
SELECT (STR(IRI(CONCAT("https://example.org/roles/", ENCODE_FOR_URI("R&D/Q#1")))) AS ?a) (ENCODE_FOR_URI("a?b=c;d:e@f+g,h") AS ?b)
  (ENCODE_FOR_URI("a b") AS ?c) {}
QUERY
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Store } from "n3";

const query = readFileSync("query.rq", "utf8");
const rows = await (await new QueryEngine().queryBindings(query, { sources: [new Store()] })).toArray();
console.log("comunica", ...["a", "b", "c"].map((name) => rows[0].get(name)?.value));
SCRIPT
cat > by_peer.py <<'PYTHON'
import pyoxigraph

for row in pyoxigraph.Store().query(open("query.rq").read()):
    print("pyoxigraph", *(row[name] and row[name].value for name in "abc"))
PYTHON
{ node by_comunica.mjs; venv/bin/python by_peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
comunica https://example.org/roles/R&D/Q#1 a?b=c;d:e@f+g,h a%20b
pyoxigraph https://example.org/roles/R%26D%2FQ%231 a%3Fb%3Dc%3Bd%3Ae%40f%2Bg%2Ch a%20b
SEEN
