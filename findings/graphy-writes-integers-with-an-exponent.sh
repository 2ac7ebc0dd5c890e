#!/usr/bin/env bash
# graphy: the number 1e21 is written as "1e+21"^^xsd:integer and 1e-7 as "1e-7"^^xsd:decimal; neither is one.
#
# Versions: @graphy/content.ttl.write 4.3.7; rdf-validate-datatype 0.2.2 as judge.
# Expected: XML Schema (part 2, 3.3.13, 3.2.3): integers and decimals have digits, a sign and a point, and no
#   exponent; xsd:double has one. The writer takes numbers of JavaScript and chooses a datatype for each.
# Seen: whole numbers become integers and others decimals, with the letters of JavaScript, which have an exponent from
#   1e21 on and below 1e-6. The literals are ill-typed: no query compares them, and sh:datatype refuses them. A mass
#   of an electron or a p-value is lost in this way. No error. 1, 1.5 and 0.00001 (the controls) are right, and so are
#   INF and NaN, which become doubles.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @graphy/content.ttl.write@4.3.7 rdf-validate-datatype@0.2.2 n3@2.13.12 >/dev/null
cat > write.mjs <<'SCRIPT'
import write from "@graphy/content.ttl.write";
import { Parser } from "n3";
import { validateTerm } from "rdf-validate-datatype";

const prefixes = { ex: "https://example.org/", xsd: "http://www.w3.org/2001/XMLSchema#" };
let text = "";
const writer = write({ prefixes });
writer.on("data", (each) => (text += each));
writer.on("end", () => {
  for (const { object } of new Parser().parse(text)) {
    console.log(object.value, object.datatype.value.split("#")[1], validateTerm(object) ? "valid" : "ill-typed");
  }
});
writer.write({ type: "c3", value: { "ex:a": { "ex:b": [1e21, 1e-7, 1, 1.5, 0.00001, Infinity] } } });
writer.end();
SCRIPT
node write.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1e+21 integer ill-typed
1e-7 decimal ill-typed
1 integer valid
1.5 decimal valid
0.00001 decimal valid
INF double valid
SEEN
