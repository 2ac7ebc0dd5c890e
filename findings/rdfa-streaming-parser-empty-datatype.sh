#!/usr/bin/env bash
# rdfa-streaming-parser: with datatype="" a text gets the vocabulary as its datatype.
#
# Versions: rdfa-streaming-parser 3.0.2; pyRdfa3 3.6.5 as peer.
# Expected: RDFa Core 1.1 (7.5, step 11): the value is a typed literal if @datatype is present and not empty; with an
#   empty @datatype it is a plain literal, the text of the element in the current language. This is what the empty
#   attribute is for.
# Seen: the literal is typed with <https://example.org/>, the IRI of @vocab, which is no datatype. "=" with the text
#   is an error in SPARQL, no pattern finds it, and its language is gone. No error. A value without @datatype (the
#   control) is right. Comunica reads pages with this parser.
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
<p property="title" datatype="">The <b>second</b> door</p>
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
rdfa-streaming-parser title "The second door" <https://example.org/>
rdfa-streaming-parser note "plain" @en
pyRdfa3 note "plain" @en
pyRdfa3 title "The second door" @en
SEEN
