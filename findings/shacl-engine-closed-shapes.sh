#!/usr/bin/env bash
# shacl-engine: a closed shape opens for what a path only mentions, and shuts out what is switched off.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (4.8.1, sh:closed): allowed are the predicates that are *values of sh:path* of the
#   shape's property shapes. An inverse path is a blank node and allows nothing outwards; whether the
#   property shape is deactivated does not matter (it is still a value of sh:property).
# Seen: sh:path [ sh:inversePath :owns ] allows :x :owns :y, so a closed shape lets a triple through that
#   it must report; and a property that was only deactivated is reported as foreign. The peer does both
#   by the text.
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
`;

// Whether the data conforms: by shacl-engine, then by rdf-validate-shacl.
async function conforms(turtle) {
  const dataset = rdf.dataset(new Parser().parse(HEAD + turtle));
  const engine = await new Validator(dataset, { factory: rdf }).validate({ dataset });
  const peer = await new RdfValidateShacl(dataset).validate(dataset);
  return [engine.conforms, peer.conforms];
}

const shape = (property) => `:S sh:targetNode :x ; sh:closed true ; sh:property [ ${property} ] . `;
const inverse = await conforms(shape("sh:path [ sh:inversePath :owns ]") + ":x :owns :y .");
const off = await conforms(shape("sh:path :owns ; sh:deactivated true") + ":x :owns :y .");
const foreign = await conforms(shape("sh:path :name") + ":x :owns :y .");
console.log("conforms (shacl-engine, rdf-validate-shacl):");
console.log("inverse path", inverse, "deactivated", off, "foreign", foreign);
const asSeen = JSON.stringify([inverse, off, foreign]) === "[[true,false],[false,true],[false,false]]";
process.exit(asSeen ? 0 : 1);
SCRIPT
node check.mjs
