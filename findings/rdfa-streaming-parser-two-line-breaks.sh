#!/usr/bin/env bash
# rdfa-streaming-parser: an rdf:HTML value with <br> in it has two line breaks for whoever reads it as HTML.
#
# Versions: rdfa-streaming-parser 3.0.2; pyRdfa3 3.6.5 as peer.
# Expected: HTML+RDFa 1.1 (3.1) and RDF 1.1 Concepts (5.1): an rdf:HTML value is serialized as HTML fragments are.
#   HTML (Serializing HTML fragments): void elements as br, img and hr have no end tag; (Parsing, the "in body"
#   insertion mode): an end tag </br> is read as one more <br>.
# Seen: each void element gets an end tag, so "one<br>two" is "one<br></br>two", and whoever parses it, as for a page
#   or to compare values, has two breaks. pyRdfa3 writes one. No error. Elements with an end tag of their own (the
#   control) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyRdfa3==3.6.5 html5rdf==1.2.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdfa-streaming-parser@3.0.2 >/dev/null
cat > page.html <<'HTML'
<!DOCTYPE html>
<html><body vocab="https://example.org/">
<p property="a" datatype="rdf:HTML">one<br>two</p>
<p property="b" datatype="rdf:HTML">one <b>two</b></p>
</body></html>
HTML
cat > read.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { RdfaParser } from "rdfa-streaming-parser";

const parser = new RdfaParser({ baseIRI: "https://example.org/page", contentType: "text/html" });
parser.on("data", ({ predicate, object }) => {
  if (predicate.value.endsWith("usesVocabulary")) return;
  const kind = object.language ? ` @${object.language}` : ` <${object.datatype?.value}>`;
  console.log("rdfa-streaming-parser", predicate.value.replace("https://example.org/", ""), JSON.stringify(object.value) + kind);
});
parser.end(readFileSync("page.html", "utf8"));
SCRIPT
cat > read.py <<'PYTHON'
import json

from pyRdfa import pyRdfa
from pyRdfa.options import Options

graph = pyRdfa(options=Options(), base="https://example.org/page", media_type="text/html").graph_from_source(open("page.html"))
for _, predicate, value in sorted(graph, key=lambda triple: triple[1]):
    if predicate.endswith("usesVocabulary"):
        continue
    kind = f"@{value.language}" if value.language else f"<{value.datatype or 'http://www.w3.org/2001/XMLSchema#string'}>"
    print("pyRdfa3", predicate.removeprefix("https://example.org/"), json.dumps(str(value), ensure_ascii=False), kind)

import html5rdf

for text in ("one<br></br>two", "one<br>two"):
    print(text, "has", len(html5rdf.parse(text, namespaceHTMLElements=False).findall(".//br")), "line breaks for html5rdf")
PYTHON
{ node read.mjs; venv/bin/python read.py 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdfa-streaming-parser a "one<br></br>two" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
rdfa-streaming-parser b "one <b>two</b>" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
pyRdfa3 a "one<br>two" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
pyRdfa3 b "one <b>two</b>" <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>
one<br></br>two has 2 line breaks for html5rdf
one<br>two has 1 line breaks for html5rdf
SEEN
