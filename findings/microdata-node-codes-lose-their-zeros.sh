#!/usr/bin/env bash
# microdata-node: <data value="007"> is the number 7, and an account number of 16 digits another one.
#
# Versions: microdata-node 2.0.0 (npm).
# Expected: the HTML standard (Microdata, 5.2.4, Values): the value of a data element is its value attribute, a text;
#   of a meter too.
# Seen: whatever JavaScript can read as a number becomes one, in the JSON and in the JSON-LD: 007 is 7, 1.10 is 1.1,
#   0x10 is 16, 1e3 is 1000, 9007199254740993 ends in 2, and a value that is empty is 0. Codes and releases of a page
#   are found under other names. No error. The same texts in a meta element, and a code with letters (the controls),
#   stay.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  microdata-node@2.0.0 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { toJson, toJsonld } from "microdata-node";

const item = (content) => `<p itemscope itemtype="https://schema.org/Thing">${content}</p>`;
for (const value of ["007", "1.10", "0x10", "1e3", "9007199254740993", "", "A-7"]) {
  const [asData] = toJson(item(`<data itemprop="code" value="${value}">x</data>`), { base: "https://example.org/" }).items;
  const [asMeta] = toJson(item(`<meta itemprop="code" content="${value}">`), { base: "https://example.org/" }).items;
  const [linked] = toJsonld(item(`<data itemprop="code" value="${value}">x</data>`), { base: "https://example.org/" });
  console.log(JSON.stringify(value), "-> data:", JSON.stringify(asData.properties.code), "meta:", JSON.stringify(asMeta.properties.code),
    "JSON-LD:", JSON.stringify(linked["https://schema.org/code"]));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
"007" -> data: [7] meta: ["007"] JSON-LD: [{"@value":7}]
"1.10" -> data: [1.1] meta: ["1.10"] JSON-LD: [{"@value":1.1}]
"0x10" -> data: [16] meta: ["0x10"] JSON-LD: [{"@value":16}]
"1e3" -> data: [1000] meta: ["1e3"] JSON-LD: [{"@value":1000}]
"9007199254740993" -> data: [9007199254740992] meta: ["9007199254740993"] JSON-LD: [{"@value":9007199254740992}]
"" -> data: [0] meta: [""] JSON-LD: [{"@value":0}]
"A-7" -> data: ["A-7"] meta: ["A-7"] JSON-LD: [{"@value":"A-7"}]
SEEN
