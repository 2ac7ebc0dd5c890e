#!/usr/bin/env bash
# shacl-engine: of several sh:or of one shape, one is checked; the others allow everything.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (2.1.1; 4.6.3, sh:or; 4.6.4, sh:xone): with several values of a parameter there is a constraint for
#   each of them, and each must hold. "A or B" and "C or D" are two demands (w3c/shacl issue 41 says the same).
# Seen: who fulfils the second demand only, or the first only, conforms; so it is with sh:xone. Nothing says that a
#   demand was passed over. Only who fulfils neither is reported. sh:and and sh:node (the controls) are checked for
#   each value, and the peer reports all.
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

const shape = (name) => `:S a sh:NodeShape ; sh:targetNode :ann ;
  sh:${name} ( [ sh:class :A ] [ sh:class :B ] ) ; sh:${name} ( [ sh:class :C ] [ sh:class :D ] ) .`;
const seen = {
  "or, first only": await conforms(shape("or"), ":ann a :A ."),
  "or, second only": await conforms(shape("or"), ":ann a :C ."),
  "or, both": await conforms(shape("or"), ":ann a :A , :D ."),
  "or, neither": await conforms(shape("or"), ":ann a :E ."),
  "xone, first only": await conforms(shape("xone"), ":ann a :A ."),
  "and, first only": await conforms(shape("and"), ":ann a :A , :B ."),
};
console.log("conforms (shacl-engine, rdf-validate-shacl):", seen);
const asSeen = "[[true,false],[true,false],[true,true],[false,false],[true,false],[false,false]]";
process.exit(JSON.stringify(Object.values(seen)) === asSeen ? 0 : 1);
SCRIPT
node check.mjs
