#!/usr/bin/env bash
# yarrrml-parser: a graph or subject that is one IRI becomes a text in the R2RML that it writes.
#
# Versions: @rmlio/yarrrml-parser 1.12.2 (npm).
# Expected: R2RML (7.1, Constant RDF Terms): a subject map, a predicate map and a graph map that is constant has an IRI
#   as its rr:constant. In YARRRML graphs: ex:roles and s: ex:board name such things.
# Seen: rr:constant "https://example.org/roles", a literal: for a processor that reads R2RML the mapping has an error,
#   or all statements have a text as graph or subject. The parser says nothing. A predicate and an object with ~iri
#   (the controls) are IRIs, and a template has a term type or the right default.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @rmlio/yarrrml-parser@1.12.2 >/dev/null
cat > finding.mjs <<'SCRIPT'
import generator from "@rmlio/yarrrml-parser/lib/rml-generator.js";

const quads = new generator().convert(`
prefixes:
  ex: https://example.org/
mappings:
  board:
    sources: [[board.csv~csv]]
    s: ex:board
    graphs: ex:roles
    po: [[ex:leads, ex:company~iri]]
`);
for (const name of ["s_", "gm_", "pm_", "om_"]) {
  const { object } = quads.find((quad) => quad.subject.value.includes(`/${name}`) && quad.predicate.value.endsWith("#constant"));
  console.log({ s_: "subject", gm_: "graph", pm_: "predicate", om_: "object" }[name], "->", object.termType, object.value);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
subject -> Literal https://example.org/board
graph -> Literal https://example.org/roles
predicate -> NamedNode https://example.org/leads
object -> NamedNode https://example.org/company
SEEN
