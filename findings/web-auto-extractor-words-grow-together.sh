#!/usr/bin/env bash
# web-auto-extractor: "Chief <b>data</b> officer" of a page is "Chiefdataofficer", and a date is what people read.
#
# Versions: web-auto-extractor 1.0.17 (npm).
# Expected: the HTML standard (Microdata, 5.2.4, Values): the value of a time element is its datetime, of data and
#   meter their value attribute, of object its data; else the descendant text content, with all of its blanks.
# Seen: the blanks at the ends of each piece of text are taken off before the pieces are put together, so words next to
#   an inner element grow together; a search for the title finds nothing. Dates, numbers and codes are the words for
#   people, 5 March instead of 2026-03-05. No error. A text in one piece, a link and a meta element (the controls) are
#   right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  web-auto-extractor@1.0.17 >/dev/null
cat > finding.cjs <<'SCRIPT'
const extractor = require("web-auto-extractor").default;

const page = `<div itemscope itemtype="https://schema.org/Role">
  <p itemprop="name">Chief <b>data</b> officer</p><p itemprop="alternateName">Data officer</p>
  <time itemprop="startDate" datetime="2026-03-05">5 March</time> <data itemprop="code" value="007">seven</data>
  <meter itemprop="level" value="0.5">half</meter> <object itemprop="chart" data="https://example.org/c.svg"></object>
  <a itemprop="url" href="https://example.org/r">more</a> <meta itemprop="note" content="a note"></div>`;
for (const [name, value] of Object.entries(extractor().parse(page).microdata.Role[0])) {
  if (!name.startsWith("@")) console.log(name, "->", JSON.stringify(value));
}
SCRIPT
node finding.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
name -> "Chiefdataofficer"
alternateName -> "Data officer"
startDate -> "5 March"
code -> "seven"
level -> "half"
chart -> ""
url -> "https://example.org/r"
note -> "a note"
SEEN
