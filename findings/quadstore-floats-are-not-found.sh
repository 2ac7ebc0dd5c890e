#!/usr/bin/env bash
# quadstore: an xsd:float is stored, and not found by its own term.
#
# Versions: quadstore 15.4.1, memory-level 3.1.0, n3 2.13.12 (npm).
# Expected: RDF/JS interfaces: what was put is got by a pattern that has the same terms, and deleted as the same quad.
#   The README lists the datatypes that are matched by value; xsd:float is none of them, so its text decides.
# Seen: the statement is in each answer that does not name the value. Asked with the value it is absent, so a check
#   whether it is there says no, and a pattern or a join with the value finds nothing. Single-precision numbers are
#   what sensors and many vocabularies have. No error. Deleting works; decimals, doubles and integers (the controls)
#   are found.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  quadstore@15.4.1 memory-level@3.1.0 n3@2.13.12 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { MemoryLevel } from "memory-level";
import { DataFactory } from "n3";
import { Quadstore } from "quadstore";

const { literal, namedNode, quad } = DataFactory;
const typed = (text) => {
  const [value, type] = text.split("^^");
  return literal(value, namedNode(`http://www.w3.org/2001/XMLSchema#${type}`));
};
const named = (terms) => terms.map(({ object }) => `${object.value}^^${object.datatype.value.split("#")[1]}`).sort().join(" ") || "nothing";
const predicate = namedNode("https://example.org/p");

// A store with a statement for each value.
async function filled(texts) {
  const store = new Quadstore({ backend: new MemoryLevel(), dataFactory: DataFactory });
  await store.open();
  for (const [at, text] of texts.entries()) await store.put(quad(namedNode(`https://example.org/n${at}`), predicate, typed(text)));
  return store;
}

for (const text of ["1.5^^float", "-1.5^^float", "2^^float", "1.5^^decimal", "1.5^^double", "2^^integer"]) {
  const store = await filled([text]);
  const all = named((await store.get({ predicate })).items);
  const found = named((await store.get({ predicate, object: typed(text) })).items);
  await store.del(quad(namedNode("https://example.org/n0"), predicate, typed(text)));
  console.log(text, "in the store:", all, "| by its term:", found, "| after del:", named((await store.get({ predicate })).items),
    "| by its subject:", named((await store.get({ subject: namedNode("https://example.org/n0") })).items));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1.5^^float in the store: 1.5^^float | by its term: nothing | after del: nothing | by its subject: nothing
-1.5^^float in the store: -1.5^^float | by its term: nothing | after del: nothing | by its subject: nothing
2^^float in the store: 2^^float | by its term: nothing | after del: nothing | by its subject: nothing
1.5^^decimal in the store: 1.5^^decimal | by its term: 1.5^^decimal | after del: nothing | by its subject: nothing
1.5^^double in the store: 1.5^^double | by its term: 1.5^^double | after del: nothing | by its subject: nothing
2^^integer in the store: 2^^integer | by its term: 2^^integer | after del: nothing | by its subject: nothing
SEEN
