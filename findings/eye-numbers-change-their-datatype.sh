#!/usr/bin/env bash
# EYE: the double 1e3 comes out as the decimal 1000.0, the decimal 0.00001 as a double, and 1.50 as 1.5.
#
# Versions: eyereasoner 18.23.2 with swipl-wasm 5.2.0 (npm); n3 2.13.12 reads what was written.
# Expected: Notation3 writes numbers as Turtle does (Turtle 2.5.2): with an exponent xsd:double, with a point alone
#   xsd:decimal. A rule that hands on a value, { ?x :limit ?v } => { ?x :bound ?v }, changes nothing; in RDF (Concepts
#   3.3) another lexical form or datatype is another literal. XML Schema (part 2, 3.2.3): a decimal has no exponent, and
#   a processor keeps 18 digits at least.
# Seen: numbers are held as integers and floating-point numbers of 64 bits, and written as these look: by its size a
#   value is a decimal or a double, whatever it was. Digits behind the 17th are gone, zeros too. What a rule concludes
#   has no statement of the data to compare with, and no warning. Other datatypes that are written in full (the
#   control), as xsd:float or xsd:int, keep form and type.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  eyereasoner@18.23.2 swipl-wasm@5.2.0 n3@2.13.12 >/dev/null
cat > check.mjs <<'SCRIPT'
import { n3reasoner } from "eyereasoner";
import { Parser } from "n3";

const HEAD = "@prefix : <https://example.org/>. @prefix xsd: <http://www.w3.org/2001/XMLSchema#>.\n";
const show = (literal) => `${literal.value} (${literal.datatype.value.replace(/.*#/, "")})`;
const read = (turtle) => new Parser().parse(turtle)[0].object;

for (const value of ["1e3", "1.0E0", "0.00001", "100000000000000000000.5", "1.50", "1.23456789012345678", "007",
  '"1e3"^^xsd:float', '"007"^^xsd:int']) {
  const rule = "{ ?x :limit ?v } => { ?x :bound ?v }.";
  const derived = await n3reasoner(`${HEAD} :x :limit ${value} . ${rule}`, undefined, { output: "derivations" });
  console.log(`${show(read(`${HEAD} :x :limit ${value} .`))} becomes ${show(read(derived))}`);
}
process.exit(0);
SCRIPT
node check.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1e3 (double) becomes 1000.0 (decimal)
1.0E0 (double) becomes 1.0 (decimal)
0.00001 (decimal) becomes 1.0e-05 (double)
100000000000000000000.5 (decimal) becomes 1.0e+20 (double)
1.50 (decimal) becomes 1.5 (decimal)
1.23456789012345678 (decimal) becomes 1.2345678901234567 (decimal)
007 (integer) becomes 7 (integer)
1e3 (float) becomes 1e3 (float)
007 (int) becomes 007 (int)
SEEN
