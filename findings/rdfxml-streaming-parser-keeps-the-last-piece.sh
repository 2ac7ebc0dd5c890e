#!/usr/bin/env bash
# rdfxml-streaming-parser: of a text with a comment or CDATA in it, only what follows is kept.
#
# Versions: rdfxml-streaming-parser 3.3.0 (the RDF/XML reader of Comunica and LDflex); rdflib 7.6.0 as peer;
#   pyoxigraph 0.5.13.
# Expected: RDF 1.1 XML Syntax (6.1.6, 6.1.8) reads the XML information set: comments are left out, and all characters
#   that follow each other are one text event. XML 1.0 (2.5, 2.7): a comment is no part of the character data, and
#   CDATA is text. So "must<!-- see 4.2 --> not sign" is "must not sign".
# Seen: " not sign". "<![CDATA[at least <3]]> people" is " people". Each piece of text takes the place of the one
#   before it. No warning. A character reference (the control) does not cut the text. rdflib reads all three.
#   pyoxigraph loses nothing, but refuses the whole file ("Unexpected text event"), although it is valid.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  rdfxml-streaming-parser@3.3.0 >/dev/null
cat > data.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/">
  <rdf:Description rdf:about="https://example.org/clerk">
    <ex:comment>must<!-- see 4.2 --> not sign</ex:comment>
    <ex:cdata><![CDATA[at least <3]]> people</ex:cdata>
    <ex:reference>at least &lt;3 people</ex:reference>
  </rdf:Description>
</rdf:RDF>
XML
cat > check.mjs <<'SCRIPT'
import { createReadStream } from "node:fs";
import { RdfXmlParser } from "rdfxml-streaming-parser";

for await (const { object } of createReadStream("data.rdf").pipe(new RdfXmlParser())) console.log(`[${object.value}]`);
SCRIPT
node check.mjs | tee seen.txt
echo "by rdflib and pyoxigraph:"
venv/bin/python - <<'PYTHON' | tee peer.txt
import pyoxigraph
import rdflib

for value in sorted(rdflib.Graph().parse("data.rdf", format="xml").objects(), reverse=True):
    print(f"[{value}]")
try:
    print(len(list(pyoxigraph.parse(path="data.rdf", format=pyoxigraph.RdfFormat.RDF_XML))))
except SyntaxError:
    print("pyoxigraph: refused")
PYTHON
diff seen.txt - <<'SEEN'
[ not sign]
[ people]
[at least <3 people]
SEEN
diff peer.txt - <<'SEEN'
[must not sign]
[at least <3 people]
[at least <3 people]
pyoxigraph: refused
SEEN
