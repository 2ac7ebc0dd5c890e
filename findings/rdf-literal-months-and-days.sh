#!/usr/bin/env bash
# rdf-literal: a date written as xsd:gMonthDay is "5-31", as xsd:gYearMonth "2026-5"; neither is one.
#
# Versions: rdf-literal 2.0.0, n3 2.13.12.
# Expected: the README says that toRdf "converts a JavaScript primitive to an RDF literal", here with the option
#   datatype. XML Schema (part 2, 3.2.10 to 3.2.14): gYearMonth is 2026-05, gMonthDay --12-31, gDay ---31, gMonth --05.
# Seen: hyphens at the beginning and zeros are left out, and as a gMonth or a time the whole dateTime is written. All of
#   them are ill-typed, so no query compares them and the library cannot read them itself. What it read from a good
#   "2026-05" it writes as "2026-5". No error. gYear, date and dateTime (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rdf-literal@2.0.0 n3@2.13.12 >/dev/null
cat > write.mjs <<'SCRIPT'
import { DataFactory } from "n3";
import { fromRdf, toRdf } from "rdf-literal";

const type = (name) => DataFactory.namedNode(`http://www.w3.org/2001/XMLSchema#${name}`);
const day = new Date("2026-05-31T12:00:00Z");
const FORMS = {
  gYearMonth: /^\d{4}-\d\d$/, gMonthDay: /^--\d\d-\d\d$/, gDay: /^---\d\d$/, gMonth: /^--\d\d$/,
  time: /^\d\d:\d\d:\d\d(\.\d+)?Z?$/, gYear: /^\d{4}$/, date: /^\d{4}-\d\d-\d\d$/,
};
// What is written, and whether it has the form.
const write = (value, name) => {
  const literal = toRdf(value, { datatype: type(name) });
  return [literal.value, FORMS[name].test(literal.value)];
};

const seen = Object.fromEntries(Object.keys(FORMS).map((name) => [name, write(day, name)]));
seen["read and written"] = write(fromRdf(DataFactory.literal("2026-05", type("gYearMonth"))), "gYearMonth");
console.log("text, valid:", seen);
const asSeen = {
  gYearMonth: ["2026-5", false], gMonthDay: ["5-31", false], gDay: ["31", false],
  gMonth: ["2026-05-31T12:00:00.000Z", false], time: ["2026-05-31T12:00:00.000Z", false],
  gYear: ["2026", true], date: ["2026-05-31", true], "read and written": ["2026-5", false],
};
process.exit(JSON.stringify(seen) === JSON.stringify(asSeen) ? 0 : 1);
SCRIPT
TZ=UTC node write.mjs
