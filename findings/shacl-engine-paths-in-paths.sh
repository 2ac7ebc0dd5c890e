#!/usr/bin/env bash
# shacl-engine: a path inside a path finds nothing, so what it must forbid passes.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (2.3.1) builds paths from paths: what follows sh:oneOrMorePath or stands in an alternative
#   is a path itself, for example an inverse ("all that is below, at any depth") or a sequence.
# Seen: inside of repeats, alternatives and inverses the engine takes the inner path's blank node for a
#   predicate. There are no value nodes then, and every sh:class, sh:nodeKind or sh:maxCount on them
#   conforms, without a message. A sequence of inverses is read. The peer finds all three violations.
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

const data = ":x :has :y . :y :note 5 . :z :partOf :x . ";
const shape = (path) => `:S sh:targetNode :x ; sh:property [ sh:path ${path} ; sh:maxCount 0 ] . ` + data;
const below = await conforms(shape("[ sh:oneOrMorePath [ sh:inversePath :partOf ] ]"));
const either = await conforms(shape("[ sh:alternativePath ( ( :has :note ) :label ) ]"));
const sequence = await conforms(shape("( [ sh:inversePath :partOf ] [ sh:zeroOrOnePath :has ] )"));
console.log("conforms (shacl-engine, rdf-validate-shacl):");
console.log("repeat of an inverse", below, "alternative with a sequence", either, "sequence", sequence);
const asSeen = JSON.stringify([below, either, sequence]) === "[[true,false],[true,false],[false,false]]";
process.exit(asSeen ? 0 : 1);
SCRIPT
node check.mjs
