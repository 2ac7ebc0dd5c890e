#!/usr/bin/env bash
# rdflib.js: "true" that was read from RDF/XML, or made by the program, is written as false in Turtle.
#
# Versions: rdflib (npm) 2.4.0; rdflib (Python) 7.6.0 reads what was written.
# Expected: XML Schema (part 2, 3.3.2): true and 1 are the same boolean, false and 0 the other. Turtle (2.5.3) writes
#   the first as true.
# Seen: the writer knows "1" only, as its readers of Turtle and JSON-LD store it; everything else is false. So a
#   conversion from RDF/XML turns each true round, as does a literal that a program makes itself: doors close, consents
#   are withdrawn, owl:deprecated classes come back. No error. true from Turtle, 1 and false (the controls) are right.
#   It is linkeddata/rdflib.js issue 772, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdflib@2.4.0 >/dev/null
cat > write.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import * as rdflib from "rdflib";

const DOCUMENT = "https://example.org/document";
const BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean";
const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/">
<rdf:Description rdf:about="https://example.org/door"><open rdf:datatype="${BOOLEAN}">VALUE</open></rdf:Description>
</rdf:RDF>`;
const turtle = `@prefix : <https://example.org/> . :door :open VALUE .`;

function write(name, text, type) {
  const store = rdflib.graph();
  if (type) rdflib.parse(text, store, DOCUMENT, type);
  else store.add(rdflib.sym("https://example.org/door"), rdflib.sym("https://example.org/open"), text, rdflib.sym(DOCUMENT));
  writeFileSync(name, rdflib.serialize(rdflib.sym(DOCUMENT), store, DOCUMENT, "text/turtle"));
}

write("xml-true.ttl", xml.replace("VALUE", "true"), "application/rdf+xml");
write("made-true.ttl", rdflib.literal("true", rdflib.sym(BOOLEAN)));
write("xml-1.ttl", xml.replace("VALUE", "1"), "application/rdf+xml");
write("xml-false.ttl", xml.replace("VALUE", "false"), "application/rdf+xml");
write("turtle-true.ttl", turtle.replace("VALUE", "true"), "text/turtle");
SCRIPT
node write.mjs
venv/bin/python - <<'PYTHON'
import pathlib, sys

import rdflib

seen = {path.stem: next(rdflib.Graph().parse(path, publicID="https://example.org/document").objects()).toPython() for path in pathlib.Path().glob("*.ttl")}
print("the door is open:", seen)
expected = {"xml-true": False, "made-true": False, "xml-1": True, "xml-false": False, "turtle-true": True}
sys.exit(0 if seen == expected else 1)
PYTHON
