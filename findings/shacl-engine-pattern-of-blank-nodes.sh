#!/usr/bin/env bash
# shacl-engine: sh:pattern reads the hidden label of a blank node as if it were a text.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (4.4.3, sh:pattern): each value node that is a blank node is a violation, as it is for
#   sh:minLength and sh:maxLength (4.4.1, 4.4.2), since a blank node has no text.
# Seen: the pattern is applied to the label that the parser made up, so the verdict hangs on it: "." or
#   "n3" conforms, another pattern does not. sh:minLength is right in the same engine, sh:pattern in the peer.
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

const shape = (constraint) => `:S sh:targetNode :x ; sh:property [ sh:path :code ; ${constraint} ] . :x :code [] .`;
const any = await conforms(shape('sh:pattern "."'));
const label = await conforms(shape('sh:pattern "^n3"'));
const length = await conforms(shape("sh:minLength 1"));
console.log("conforms (shacl-engine, rdf-validate-shacl):");
console.log("any text", any, "the label", label, "length", length);
const asSeen = JSON.stringify([any, label, length]) === "[[true,false],[true,false],[false,false]]";
process.exit(asSeen ? 0 : 1);
SCRIPT
node check.mjs
