#!/usr/bin/env bash
# shacl-engine: subclasses that stand in the data are not known, those in the shapes are; instances go unchecked.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (1.1, "SHACL instance", "SHACL subclass"; 2.1.3.2; 4.1.1): types and rdfs:subClassOf are looked up in
#   the data graph. A lead is a role if the data says that leads are a kind of roles; a shape for roles checks leads.
# Seen: it asks the shapes graph. A shape with sh:targetClass :Role does not look at a lead at all and conforms,
#   whatever is missing there, and sh:class :Role refuses a lead. With the same triple in the shapes graph only, it
#   is the other way round, where the peer follows the text. Only a class tree that is kept twice is judged rightly.
#   It is done on purpose (rdf-ext/shacl-engine issue 42, closed).
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

const HEAD = `@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
`;
const read = (turtle) => rdf.dataset(new Parser().parse(HEAD + turtle));

// Whether the data conforms: by shacl-engine, then by rdf-validate-shacl.
async function conforms(shapes, data) {
  const engine = await new Validator(read(shapes), { factory: rdf }).validate({ dataset: read(data) });
  const peer = await new RdfValidateShacl(read(shapes)).validate(read(data));
  return [engine.conforms, peer.conforms];
}

const TARGET = ":S a sh:NodeShape ; sh:targetClass :Role ; sh:property [ sh:path :task ; sh:minCount 1 ] . ";
const VALUE = ":S a sh:NodeShape ; sh:targetNode :team ; sh:property [ sh:path :role ; sh:class :Role ] . ";
const TREE = ":Lead rdfs:subClassOf :Role . ";
const seen = {
  "target, tree in the data": await conforms(TARGET, `${TREE} :ann a :Lead .`),
  "target, tree in the shapes": await conforms(TARGET + TREE, ":ann a :Lead ."),
  "target, no tree needed": await conforms(TARGET, ":ann a :Role ."),
  "value, tree in the data": await conforms(VALUE, `${TREE} :team :role :ann . :ann a :Lead .`),
  "value, tree in the shapes": await conforms(VALUE + TREE, ":team :role :ann . :ann a :Lead ."),
  "value, tree in both": await conforms(VALUE + TREE, `${TREE} :team :role :ann . :ann a :Lead .`),
};
console.log("conforms (shacl-engine, rdf-validate-shacl):", seen);
const asSeen = "[[true,false],[false,true],[false,false],[false,true],[true,false],[true,true]]";
process.exit(JSON.stringify(Object.values(seen)) === asSeen ? 0 : 1);
SCRIPT
node check.mjs
