#!/usr/bin/env bash
# rdf-validate-shacl: under sh:and, one value that does not conform makes all values of the property violations.
#
# Versions: rdf-validate-shacl 0.6.5; as peer shacl-engine 1.1.2; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (4.6.2, sh:and): the members are looked at for each value node by itself; if it does not conform to
#   each of them, there is a validation result with this node as sh:value. A value that conforms to all members has
#   none.
# Seen: of 7 and 1 under sh:and ( [ sh:minInclusive 5 ] ) both are reported, of two links the one to the right class,
#   too. Alone, 7 conforms. Who mends or deletes what a report names changes good values, and the number of faults grows
#   with the number of values beside one fault. sh:node and sh:or (the controls) report 1 alone, and so does the peer.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
cat > check.mjs <<'SCRIPT'
import { Parser } from "n3";
import rdf from "rdf-ext";
import RdfValidateShacl from "rdf-validate-shacl";
import { Validator } from "shacl-engine";

const HEAD = `@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;
const read = (turtle) => rdf.dataset(new Parser().parse(HEAD + turtle));

// The values that are reported: by rdf-validate-shacl, then by shacl-engine.
async function values(constraint, objects) {
  const shapes = `:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; ${constraint} ] .`;
  const data = `:a :p ${objects} . :good a :C .`;
  const named = (report) => report.results.map((each) => (each.value.term ?? each.value).value.split("/").pop());
  const told = (report) => named(report).sort().join(" ");
  const seen = await new RdfValidateShacl(read(shapes)).validate(read(data));
  const peer = await new Validator(read(shapes), { factory: rdf }).validate({ dataset: read(data) });
  return [told(seen), told(peer)];
}

const seen = {
  "and": await values("sh:and ( [ sh:minInclusive 5 ] )", "7, 1"),
  "and, two members": await values("sh:and ( [ sh:datatype xsd:integer ] [ sh:minInclusive 5 ] )", "7, 8, 6.5"),
  "and, class": await values("sh:and ( [ sh:class :C ] )", ":good, :other"),
  "and, one value": await values("sh:and ( [ sh:minInclusive 5 ] )", "7"),
  "node": await values("sh:node [ sh:minInclusive 5 ]", "7, 1"),
  "or": await values("sh:or ( [ sh:minInclusive 5 ] )", "7, 1"),
};
console.log("values reported (rdf-validate-shacl, shacl-engine):", seen);
const asSeen = [["1 7", "1"], ["6.5 7 8", "6.5"], ["good other", "other"], ["", ""], ["1", "1"], ["1", "1"]];
process.exit(JSON.stringify(Object.values(seen)) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
node check.mjs
