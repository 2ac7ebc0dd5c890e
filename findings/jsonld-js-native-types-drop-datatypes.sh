#!/usr/bin/env bash
# jsonld.js: with native types, an integer that is not in canonical form becomes a plain text.
#
# Versions: jsonld 9.0.0; as peer jsonld-streaming-serializer 4.0.0 with n3 2.13.12.
# Expected: JSON-LD 1.1 API (8.5.2, RDF to Object Conversion) with useNativeTypes: a valid xsd:integer
#   becomes a number, "007" the number 7; what is not converted keeps its datatype, as xsd:decimal does.
# Seen: "007", "+5" and integers beyond 2^53 come out as {"@value": "007"}: neither a number nor typed. Read
#   again they are xsd:string, and no comparison finds them. The peer writes the number 7.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  jsonld@9.0.0 jsonld-streaming-serializer@4.0.0 n3@2.13.12 >/dev/null
cat > check.mjs <<'SCRIPT'
import jsonld from "jsonld";
import { JsonLdSerializer } from "jsonld-streaming-serializer";
import { Parser } from "n3";

const line = (form, type) =>
  `<https://example.org/x> <https://example.org/p> "${form}"^^<http://www.w3.org/2001/XMLSchema#${type}> .\n`;

async function byJsonld(text) {
  const options = { format: "application/n-quads", useNativeTypes: true };
  const document = await jsonld.fromRDF(text, options);
  return document[0]["https://example.org/p"][0];
}

async function byPeer(text) {
  const serializer = new JsonLdSerializer({ useNativeTypes: true });
  for (const quad of new Parser().parse(text)) serializer.write(quad);
  serializer.end();
  let written = "";
  for await (const part of serializer) written += part;
  return JSON.parse(written)[0]["https://example.org/p"][0];
}

const forms = [["5", "integer"], ["007", "integer"], ["9007199254740993", "integer"], ["1.50", "decimal"]];
const seen = [];
for (const [form, type] of forms) seen.push(JSON.stringify(await byJsonld(line(form, type))));
const peer = JSON.stringify(await byPeer(line("007", "integer")));
console.log("jsonld.js:", seen.join(" "), "| peer for 007:", peer);
const expected = [
  '{"@value":5}',
  '{"@value":"007"}',
  '{"@value":"9007199254740993"}',
  '{"@value":"1.50","@type":"http://www.w3.org/2001/XMLSchema#decimal"}',
];
process.exit(seen.join() === expected.join() && peer === '{"@value":7}' ? 0 : 1);
SCRIPT
node check.mjs
