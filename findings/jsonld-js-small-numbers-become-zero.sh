#!/usr/bin/env bash
# jsonld.js: the JSON number 1e-7 becomes "0"^^xsd:integer in RDF, 1.5e-7 does not.
#
# Versions: jsonld 9.0.0; as peer jsonld-streaming-parser 5.0.1; n3 2.13.12.
# Expected: JSON-LD 1.1 API (8.2.2, Object to RDF Conversion): a number with a non-zero fractional part is an xsd:double
#   in its canonical form, "1.0E-7".
# Seen: a number counts as a double only if JavaScript writes it with a point. 1e-7, 5e-9 or 1e-300 are written without
#   one, so they are taken for integers and rounded: 0. A concentration, a tolerance or a p-value is gone, and a query
#   for what is zero finds it. Under "@type": "xsd:double" (the control) and with a second digit the number is kept. No
#   error.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonld@9.0.0 jsonld-streaming-parser@5.0.1 n3@2.13.12 >/dev/null
cat > convert.mjs <<'SCRIPT'
import jsonld from "jsonld";
import { JsonLdParser } from "jsonld-streaming-parser";

const short = ({ value, datatype }) => `"${value}"^^${datatype.value.split("#")[1]}`;

async function byJsonld(text) {
  const [quad] = await jsonld.toRDF(JSON.parse(text));
  return short(quad.object);
}

async function byPeer(text) {
  const parser = new JsonLdParser();
  parser.end(text);
  for await (const quad of parser) return short(quad.object);
}

const number = (value) => `{"@id": "https://example.org/s", "https://example.org/p": ${value}}`;
const typed = (value) => number(`{"@value": ${value}, "@type": "http://www.w3.org/2001/XMLSchema#double"}`);
for (const value of ["1e-7", "-5e-9", "1e-300", "1.5e-7", "0.000001"]) {
  console.log(`${value} jsonld: ${await byJsonld(number(value))}, typed ${await byJsonld(typed(value))}; peer: ${await byPeer(number(value))}`);
}
SCRIPT
node convert.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1e-7 jsonld: "0"^^integer, typed "1.0E-7"^^double; peer: "1.0E-7"^^double
-5e-9 jsonld: "-0"^^integer, typed "-5.0E-9"^^double; peer: "-5.0E-9"^^double
1e-300 jsonld: "0"^^integer, typed "1.0E-300"^^double; peer: "1.0E-300"^^double
1.5e-7 jsonld: "1.5E-7"^^double, typed "1.5E-7"^^double; peer: "1.5E-7"^^double
0.000001 jsonld: "1.0E-6"^^double, typed "1.0E-6"^^double; peer: "1.0E-6"^^double
SEEN
