#!/usr/bin/env bash
# rdf-string-ttl: a text with a line break or a backslash that was written and read has more backslashes than before.
#
# Versions: rdf-string-ttl 2.0.1 with rdf-data-factory 2.1.0.
# Expected: the README: the string is to be "compatible with Turtle/SPARQL syntax", in which \n is a line break and \\ a
#   backslash (Turtle, 6.4, Escape Sequences). stringToTerm and termToString are the two directions of one conversion.
# Seen: in writing, line breaks, tabs and backslashes are escaped; in reading only the quotation mark is undone. A
#   line break becomes a backslash and an "n", a path "C:\new" doubles its backslash with each round, and "caf\u00e9"
#   from Turtle is never "café". Terms that a program keeps as strings, as keys of a map or in a cache, are others
#   when they come back, so no pattern finds them. No error. A quotation mark (the control) comes back.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-string-ttl@2.0.1 rdf-data-factory@2.1.0 >/dev/null
cat > strings.mjs <<'SCRIPT'
import { DataFactory } from "rdf-data-factory";
import { stringToTerm, termToString } from "rdf-string-ttl";

const factory = new DataFactory();
for (const text of ["two\nlines", "C:\\new", "a\ttab", 'a "quote"']) {
  const once = stringToTerm(termToString(factory.literal(text)));
  const twice = stringToTerm(termToString(once));
  console.log(JSON.stringify(text), "->", JSON.stringify(once.value), "->", JSON.stringify(twice.value), once.value === text);
}
console.log(stringToTerm('"caf\\u00e9"').value);
SCRIPT
node strings.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
"two\nlines" -> "two\\nlines" -> "two\\\\nlines" false
"C:\\new" -> "C:\\\\new" -> "C:\\\\\\\\new" false
"a\ttab" -> "a\\ttab" -> "a\\\\ttab" false
"a \"quote\"" -> "a \"quote\"" -> "a \"quote\"" true
caf\u00e9
SEEN
