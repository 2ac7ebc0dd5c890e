#!/usr/bin/env bash
# LDkit: a date with a time zone, or a day of each year, is an invalid Date, and a month is its first moment.
#
# Versions: ldkit 2.7.1, @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12 (npm).
# Expected: XML Schema (part 2, 3.3.9 to 3.3.14): an xsd:date may have a time zone, 2026-03-05+05:00; xsd:gYearMonth is
#   a month, xsd:gMonthDay a day of each year, xsd:time a time of each day.
# Seen: dates and parts of dates go through the Date of JavaScript, whatever they are. What it cannot read, as +05:00
#   behind a date or a day of each year, is a Date without a value: no error while reading, and the first page that
#   prints it breaks. 2026-03 is the first moment of March. A date without a zone or with Z, and a moment (the
#   controls), are right; a time is left as a text.
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

for (const [type, text] of [["date", "2026-03-05+05:00"], ["date", "2026-03-05Z"], ["time", "10:20:30Z"], ["gMonthDay", "--05-31"],
  ["gYearMonth", "2026-03"], ["date", "2026-03-05"], ["dateTime", "2026-03-05T10:20:30Z"]]) {
  const store = new Store(new Parser().parse(`@prefix : <https://example.org/> . :a a :Item ; :value "${text}"^^<${XSD}${type}> .`));
  const [{ value }] = await lensOf(type, store).find();
  console.log(type, text, "->", value instanceof Date ? (Number.isNaN(value.getTime()) ? "an invalid Date" : value.toISOString()) : typeof value);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
date 2026-03-05+05:00 -> an invalid Date
date 2026-03-05Z -> 2026-03-05T00:00:00.000Z
time 10:20:30Z -> string
gMonthDay --05-31 -> an invalid Date
gYearMonth 2026-03 -> 2026-03-01T00:00:00.000Z
date 2026-03-05 -> 2026-03-05T00:00:00.000Z
dateTime 2026-03-05T10:20:30Z -> 2026-03-05T10:20:30.000Z
SEEN
