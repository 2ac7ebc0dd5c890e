#!/usr/bin/env bash
# web-auto-extractor: two names of one property are one name with a blank in it, and what itemref points at is lost.
#
# Versions: web-auto-extractor 1.0.17 (npm).
# Expected: the HTML standard (Microdata, 5.2.2 and 5.2.3): itemprop and itemtype hold one or more words with blanks
#   between them, each a name or a type; itemref adds the elements with these ids to the item.
# Seen: itemprop="name headline" is a property called "name headline", and of two types the first becomes a piece of
#   the context: "https://schema.org/Person https://schema.org/", which is no IRI. An item that has its parts elsewhere
#   on the page is empty. No error. One name and one type (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  web-auto-extractor@1.0.17 >/dev/null
cat > finding.cjs <<'SCRIPT'
const extractor = require("web-auto-extractor").default;

const pages = {
  "two names": '<p itemscope itemtype="https://schema.org/Article"><b itemprop="name headline">Duties</b></p>',
  "two types": '<p itemscope itemtype="https://schema.org/Person https://schema.org/Patient"><b itemprop="name">Ann</b></p>',
  "parts elsewhere": '<p itemscope itemtype="https://schema.org/Person" itemref="n"></p><b id="n" itemprop="name">Ann</b>',
  "one of each": '<p itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></p>',
};
for (const [name, page] of Object.entries(pages)) {
  console.log(name, "->", JSON.stringify(Object.values(extractor().parse(page).microdata).flat()));
}
SCRIPT
node finding.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
two names -> [{"@context":"https://schema.org/","@type":"Article","name headline":"Duties"}]
two types -> [{"@context":"https://schema.org/Person https://schema.org/","@type":"Patient","name":"Ann"}]
parts elsewhere -> [{"@context":"https://schema.org/","@type":"Person"}]
one of each -> [{"@context":"https://schema.org/","@type":"Person","name":"Ann"}]
SEEN
