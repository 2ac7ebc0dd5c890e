#!/usr/bin/env bash
# quadstore: 10 is in the range from 0 to 2, and 100 in that from 5 to 50, where 10 is not.
#
# Versions: quadstore 15.4.1, memory-level 3.1.0, n3 2.13.12 (npm).
# Expected: the README (Quadstore.prototype.get, range matching): a range with gt, gte, lt and lte finds the literals
#   whose numeric values are between them.
# Seen: 10 and 100 are ordered as if they had one digit less, so a filter for prices below 2 gives those of 10, too,
#   and one for 5 to 50 has 100 and lacks 10. 15, 20 and 1.5 are right, and with them most tests. No error. Ranges of
#   negative numbers, and of 2 to 3 (the controls), are right.
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

const store = await filled(["0^^integer", "1^^integer", "2^^integer", "3^^integer", "10^^integer", "20^^integer", "100^^integer", "1000^^integer", "-1^^integer", "-10^^integer", "1.5^^decimal", "15^^integer", "150^^integer"]);
for (const [from, to] of [["0", "2"], ["1", "1"], ["2", "3"], ["1", "15"], ["-10", "-1"], ["-2", "0"], ["5", "50"]]) {
  for (const [low, high] of [["gte", "lte"], ["gt", "lt"]]) {
    const object = { termType: "Range", [low]: typed(`${from}^^integer`), [high]: typed(`${to}^^integer`) };
    console.log(low, from, high, to, "->", (await store.get({ predicate, object })).items.map((each) => each.object.value).join(" ") || "nothing");
  }
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
gte 0 lte 2 -> 0 1 1.5 10 2
gt 0 lt 2 -> 1 1.5 10
gte 1 lte 1 -> 1
gt 1 lt 1 -> nothing
gte 2 lte 3 -> 2 3
gt 2 lt 3 -> nothing
gte 1 lte 15 -> 1 1.5 10 2 3 15
gt 1 lt 15 -> 1.5 10 2 3
gte -10 lte -1 -> -10 -1
gt -10 lt -1 -> nothing
gte -2 lte 0 -> -1 0
gt -2 lt 0 -> -1
gte 5 lte 50 -> 15 100 20
gt 5 lt 50 -> 15 100 20
SEEN
