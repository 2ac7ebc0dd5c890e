#!/usr/bin/env bash
# yarrrml-parser: an object "" becomes an object map without a value, so the mapping is none.
#
# Versions: @rmlio/yarrrml-parser 1.12.2 (npm).
# Expected: R2RML (7, Term maps): each term map has exactly one of rr:constant, rr:column and rr:template (in RML a
#   reference, too); the empty text is a literal like others, and a constant may be one.
# Seen: the map has a term type and nothing else. A processor refuses the whole mapping, or leaves the statement out
#   for all rows, so a mark that was to be there with an empty text is missing. The parser says nothing. A blank, and a
#   text (the controls), are constants.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @rmlio/yarrrml-parser@1.12.2 >/dev/null
cat > finding.mjs <<'SCRIPT'
import generator from "@rmlio/yarrrml-parser/lib/rml-generator.js";

for (const value of ["", " ", "none"]) {
  const quads = new generator().convert(`
prefixes:
  ex: https://example.org/
mappings:
  board:
    sources: [[board.csv~csv]]
    s: ex:$(id)
    po: [[ex:note, "${value}"]]
`);
  const map = quads.filter((quad) => quad.subject.value.includes("/om_")).map((quad) => quad.predicate.value.replace(/.*#/, ""));
  console.log(JSON.stringify(value), "->", ...map.sort());
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
"" -> termType type
" " -> constant termType type
"none" -> constant termType type
SEEN
