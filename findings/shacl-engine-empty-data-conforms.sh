#!/usr/bin/env bash
# shacl-engine: a data graph without any triple conforms to every shape, whatever the shape asks of a named node.
#
# Versions: shacl-engine 1.1.2; as peer rdf-validate-shacl 0.6.5; n3 2.13.12, rdf-ext 2.6.0.
# Expected: SHACL (2.1.3.1, Node targets): the value of sh:targetNode is a target "from any data graph", also where
#   nothing is said of it. 4.2.1: fewer values than sh:minCount are a violation.
# Seen: over an empty data graph there is no result, and the report conforms. With one triple about anything else (the
#   control) the missing node is reported. So the check "the catalogue must have a title" passes for the file that came
#   out empty, the fault that it is there for. The peer reports both.
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

// How many results: by shacl-engine, then by rdf-validate-shacl.
async function results(shapes, data) {
  const engine = await new Validator(read(shapes), { factory: rdf }).validate({ dataset: read(data) });
  const peer = await new RdfValidateShacl(read(shapes)).validate(read(data));
  return [engine.results.length, peer.results.length];
}

const title = ":S a sh:NodeShape ; sh:targetNode :catalogue ; sh:property [ sh:path :title ; sh:minCount 1 ] .";
const type = ":S a sh:NodeShape ; sh:targetNode :catalogue ; sh:class :Catalogue .";
const seen = {
  "title, empty data": await results(title, ""),
  "title, other data": await results(title, ":x :y :z ."),
  "class, empty data": await results(type, ""),
  "class, other data": await results(type, ":x :y :z ."),
};
console.log("results (shacl-engine, rdf-validate-shacl):", seen);
process.exit(JSON.stringify(Object.values(seen)) === "[[0,1],[1,1],[0,1],[1,1]]" ? 0 : 1);
SCRIPT
node check.mjs
