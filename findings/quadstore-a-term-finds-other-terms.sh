#!/usr/bin/env bash
# quadstore: one account number of 20 digits finds another one, and INF finds NaN and what is no number.
#
# Versions: quadstore 15.4.1, memory-level 3.1.0, n3 2.13.12 (npm).
# Expected: the README (Range matching): terms of numeric datatypes are matched by their numeric values, so 1 finds
#   1.0. XML Schema (part 2, 3.3.13): integers have any number of digits, and two of them are two values; NaN and INF
#   are two, and "many" has no value as an integer.
# Seen: the key is the number as a JavaScript double. 12345678901234567890 finds ...891 and itself, and INF finds NaN
#   and "many"^^xsd:integer, so who removes what a pattern finds removes the statement of somebody else. That 1 finds
#   01 and 1.0 is meant (quadstorejs/quadstore pull request 106). No error. Texts, and numbers that a double tells
#   apart (the controls), are kept apart.
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

const store = await filled(["1^^integer", "01^^integer", "1.0^^decimal", "1e0^^double", "2^^integer", "12345678901234567890^^integer",
  "12345678901234567891^^integer", "INF^^double", "NaN^^double", "many^^integer", "1^^string", "2026-03-05T10:00:00Z^^dateTime",
  "2026-03-05T12:00:00+02:00^^dateTime"]);
for (const text of ["1^^integer", "2^^integer", "12345678901234567890^^integer", "INF^^double", "1^^string", "2026-03-05T10:00:00Z^^dateTime"]) {
  console.log(text, "finds", named((await store.get({ predicate, object: typed(text) })).items));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1^^integer finds 01^^integer 1.0^^decimal 1^^integer 1e0^^double
2^^integer finds 2^^integer
12345678901234567890^^integer finds 12345678901234567890^^integer 12345678901234567891^^integer
INF^^double finds INF^^double NaN^^double many^^integer
1^^string finds 1^^string
2026-03-05T10:00:00Z^^dateTime finds 2026-03-05T10:00:00Z^^dateTime 2026-03-05T12:00:00+02:00^^dateTime
SEEN
