#!/usr/bin/env bash
# rdfa-streaming-parser: under lang="" a text is an rdf:langString that has no language.
#
# Versions: rdfa-streaming-parser 3.0.2; pyRdfa3 3.6.5 as peer.
# Expected: RDFa Core 1.1 (7.5) takes the current language from the page, and HTML (lang) has the empty text for
#   "unknown", which takes the language of the page back. RDF 1.1 Concepts (3.3): a literal is an rdf:langString if
#   and only if it has a non-empty language tag; without one and without datatype it is an xsd:string.
# Seen: "A-17"^^rdf:langString, with no tag: a literal that RDF does not have. It is not equal to "A-17", so no
#   pattern finds the thing by its code. Codes and names in pages with a language are marked so. No error. A text in
#   the page's language (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyRdfa3==3.6.5
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdfa-streaming-parser@3.0.2 >/dev/null
cat > page.html <<'HTML'
<!DOCTYPE html>
<html lang="en"><body vocab="https://example.org/">
<p property="code" lang="">A-17</p>
<p property="note">plain</p>
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
PYTHON
{ node read.mjs; venv/bin/python read.py 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdfa-streaming-parser code "A-17" <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>
rdfa-streaming-parser note "plain" @en
pyRdfa3 code "A-17" <http://www.w3.org/2001/XMLSchema#string>
pyRdfa3 note "plain" @en
SEEN
