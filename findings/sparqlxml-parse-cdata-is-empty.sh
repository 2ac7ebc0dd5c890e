#!/usr/bin/env bash
# sparqlxml-parse: a text of SPARQL XML results that is written in CDATA is the empty text.
#
# Versions: sparqlxml-parse 3.3.0.
# Expected: XML 1.0 (2.7): a CDATA section is another way to write text that has "<" or "&" in it: <![CDATA[a < b]]>
#   holds "a < b". 2.5: a comment is no part of the text around it. A server that writes rules, code or HTML may use
#   the first.
# Seen: the value is "", as if the store had an empty text there, and of a text with a comment in it only the end is
#   left. Comunica reads the answers of SPARQL endpoints in this format with it, so a filter or a join over two
#   servers sees other texts than one server does. No error. The same text with &lt;, and a text of blanks (the
#   controls), are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sparqlxml-parse@3.3.0 >/dev/null
cat > read.mjs <<'SCRIPT'
import { Readable } from "node:stream";
import { SparqlXmlParser } from "sparqlxml-parse";

for (const text of ["<![CDATA[a < b]]>", "a <![CDATA[<]]> b", "must not<!-- sic --> sign", "a &lt; b", " "]) {
  const results = `<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">
    <head><variable name="text"/></head><results><result><binding name="text"><literal>${text}</literal></binding></result>
    </results></sparql>`;
  for await (const row of new SparqlXmlParser().parseXmlResultsStream(Readable.from([results]))) {
    console.log(text, "->", JSON.stringify(row.text.value));
  }
}
SCRIPT
node read.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
<![CDATA[a < b]]> -> ""
a <![CDATA[<]]> b -> " b"
must not<!-- sic --> sign -> " sign"
a &lt; b -> "a < b"
  -> " "
SEEN
