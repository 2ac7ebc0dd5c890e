#!/usr/bin/env bash
# JSON-LD: a list that a statement in another graph points at moves to that graph, and is gone from its own.
#
# Versions: PyLD 3.3.0, jsonld 9.0.0 (npm); pyoxigraph 0.5.13 as peer.
# Expected by whoever keeps data in one graph and who speaks of it in another: each statement stays in its graph, as in
#   N-Quads. RDF 1.1 Concepts (4) lets graphs of one dataset share a blank node.
# Seen: this is what JSON-LD 1.1 API (8.4, Serialize RDF as JSON-LD) says: a list becomes @list where its head is
#   mentioned, and "referenced once" is counted over all graphs, so the mention may be in another one. Ann's claim about
#   the steps then holds the steps themselves, and the graph with the data is empty; who drops Ann's claims drops the
#   data. No error. Heads that two graphs mention are left alone since w3c/json-ld-api issue 13. A node that is no list
#   (the control) stays, and the peer writes the list as rdf:first and rdf:rest.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyld==3.3.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0 >/dev/null
cat > list.nq <<'NQ'
<https://example.org/ann> <https://example.org/claims> _:list <https://example.org/claim> .
_:list <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "plan" <https://example.org/data> .
_:list <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> <https://example.org/data> .
NQ
cat > node.nq <<'NQ'
<https://example.org/ann> <https://example.org/claims> _:node <https://example.org/claim> .
_:node <https://example.org/name> "plan" <https://example.org/data> .
NQ
cat > through.mjs <<'SCRIPT'
import { readFileSync, writeFileSync } from "node:fs";
import jsonld from "jsonld";

const format = "application/n-quads";
for (const name of ["list", "node"]) {
  const document = await jsonld.fromRDF(readFileSync(`${name}.nq`, "utf8"), { format });
  writeFileSync(`${name}-js.nq`, await jsonld.toRDF(document, { format }));
}
SCRIPT
node through.mjs
venv/bin/python - <<'PYTHON'
import sys
from collections import Counter

import pyoxigraph
from pyld import jsonld

QUADS, JSON = pyoxigraph.RdfFormat.N_QUADS, pyoxigraph.RdfFormat.JSON_LD


def graphs(text, format=QUADS):
    """The number of statements in each graph: of the claim, of the data."""
    counted = Counter(quad.graph_name.value.rpartition("/")[2] for quad in pyoxigraph.parse(text, format))
    return counted["claim"], counted["data"]


seen = {}
for name in ("list", "node"):
    text = open(name + ".nq").read()
    options = {"format": "application/n-quads"}
    seen[name] = [
        graphs(text),
        graphs(jsonld.to_rdf(jsonld.from_rdf(text, options), options)),
        graphs(open(name + "-js.nq").read()),
        graphs(pyoxigraph.serialize(pyoxigraph.parse(text, QUADS), format=JSON), JSON),
    ]
print("statements (claim, data) before, by PyLD, jsonld.js, pyoxigraph:", seen)
expected = {"list": [(1, 2), (3, 0), (3, 0), (1, 2)], "node": [(1, 1)] * 4}
sys.exit(0 if seen == expected else 1)
PYTHON
