#!/usr/bin/env bash
# rdflib.js: an rdf:Seq of ten members comes out of RDF/XML in another order, and the ninth member gets the tenth place.
#
# Versions: rdflib (npm) 2.4.0; rdflib (Python) 7.6.0 and pyoxigraph 0.5.13 read what was written.
# Expected: RDF/XML (2.15, Container Membership Property Elements; 7.4, List Expansion Rules): each rdf:li stands for
#   the next of rdf:_1, rdf:_2 and so on, in document order. A writer that uses rdf:li must write the members in their
#   order, and can only do so if no number is missing; otherwise it writes rdf:_3 itself.
# Seen: members are sorted by the letters of their IRIs, so rdf:_10 stands behind rdf:_1, and each is written as rdf:li.
#   Read again, the tenth author is the second. With nine members (the control) the order stays. Of members 1 and 3,
#   with 2 left out, the third becomes the second. No error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdflib@2.4.0 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import * as rdflib from "rdflib";

const DOCUMENT = "https://example.org/document";
const PREFIXES = `@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .`;

function write(name, numbers) {
  const members = numbers.map((number) => `rdf:_${number} "author ${number}"`).join(" ; ");
  const store = rdflib.graph();
  rdflib.parse(`${PREFIXES} :authors a rdf:Seq ; ${members} .`, store, DOCUMENT, "text/turtle");
  writeFileSync(name, rdflib.serialize(rdflib.sym(DOCUMENT), store, DOCUMENT, "application/rdf+xml"));
}

const upTo = (end) => Array.from({ length: end }, (_, index) => index + 1);
write("ten.rdf", upTo(10));
write("nine.rdf", upTo(9));
write("gap.rdf", [1, 3]);
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph
import rdflib

DOCUMENT = "https://example.org/document"
MEMBER = "http://www.w3.org/1999/02/22-rdf-syntax-ns#_"


def order(name):
    """The authors by their place, as two readers see them."""
    xml = open(name).read()
    first = [(str(p), str(o)) for _, p, o in rdflib.Graph().parse(data=xml, format="xml", publicID=DOCUMENT)]
    triples = pyoxigraph.parse(xml, pyoxigraph.RdfFormat.RDF_XML, base_iri=DOCUMENT)
    second = [(triple.predicate.value, triple.object.value) for triple in triples]
    places = [sorted((int(p[len(MEMBER) :]), o) for p, o in each if p.startswith(MEMBER)) for each in (first, second)]
    assert places[0] == places[1]
    return [(place, int(author.split()[1])) for place, author in places[0]]


ten, nine, gap = order("ten.rdf"), order("nine.rdf"), order("gap.rdf")
print("(place, author) of ten:", ten, "of nine:", nine, "of 1 and 3:", gap)
moved = [(1, 1), (2, 10)] + [(place, place - 1) for place in range(3, 11)]
sys.exit(0 if ten == moved and nine == [(n, n) for n in range(1, 10)] and gap == [(1, 1), (2, 3)] else 1)
PYTHON
