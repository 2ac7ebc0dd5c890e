#!/usr/bin/env bash
# LDkit: the decimal 0.25 is written as "2.5E-1", which is none, and the integer 1500000000000000000000 is read as 1.
#
# Versions: ldkit 2.7.1, @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12 (npm).
# Expected: XML Schema (part 2, 3.3.3, 3.4.13): a decimal has digits and a point, and an integer digits only; neither
#   has an exponent. A number of the program that does not fit the datatype of the schema is refused, or written in the
#   form of the datatype.
# Seen: decimals are written as doubles are, 0.25 as "2.5E-1"^^xsd:decimal, and integers as JavaScript prints them:
#   "1.5e+21"^^xsd:integer. All are ill-typed, so SPARQL counts none of them as a number and SHACL refuses them. The
#   reader takes an integer up to its first other sign, so 1.5e21 comes back as 1. No error on either side. An integer
#   with few digits (the control) stays, and the decimals come back to LDkit itself.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  ldkit@2.7.1 @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { createLens } from "ldkit";
import { Parser, Store } from "n3";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const lensOf = (type, store) => createLens(
  { "@type": "https://example.org/Item", value: { "@id": "https://example.org/value", "@type": XSD + type } },
  { engine: new QueryEngine(), sources: [store] },
);

for (const [type, number] of [["integer", 1.5e21], ["integer", 1.5], ["decimal", 1e-7], ["integer", 1500], ["decimal", 0.25]]) {
  const store = new Store();
  const lens = lensOf(type, store);
  await lens.insert({ $id: "https://example.org/a", value: number });
  const [{ object }] = store.getQuads(null, "https://example.org/value");
  console.log(type, number, "-> written", `"${object.value}"^^${object.datatype.value.replace(XSD, "xsd:")}`,
    "read", (await lens.findByIri("https://example.org/a")).value);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
integer 1.5e+21 -> written "1.5e+21"^^xsd:integer read 1
integer 1.5 -> written "1.5E0"^^xsd:integer read 1
decimal 1e-7 -> written "1.0E-7"^^xsd:decimal read 1e-7
integer 1500 -> written "1500"^^xsd:integer read 1500
decimal 0.25 -> written "2.5E-1"^^xsd:decimal read 0.25
SEEN
