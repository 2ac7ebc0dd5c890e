#!/usr/bin/env bash
# ical.js: a place geo:48.2,16.3 of a vCard is written as geo:48.2\,16.3, which is another address.
#
# Versions: ical.js 2.2.1 (npm).
# Expected: RFC 6350 (6.5.2, GEO, whose example has geo: with a plain comma; 3.4): escaping is for texts; a value of
#   the type uri is a URI as it is. So a card that was read and written has the same addresses.
# Seen: the writer puts a backslash before each comma of a URI, and the reader takes it off again, so the library
#   agrees with itself only. Elsewhere the place is no place, and an image or key in a data: URI cannot be read. No
#   error. URIs without a comma, and commas in texts (the controls), are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  ical.js@2.2.1 >/dev/null
cat > finding.mjs <<'SCRIPT'
import ICAL from "ical.js";

const card = (line) => `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\n${line}\r\nEND:VCARD\r\n`;
const value = (text) => ICAL.parse(text)[1][2][3];

for (const line of ["GEO:geo:48.2,16.3", "PHOTO:data:image/png;base64,iVBORw0KGgo=", "URL:https://example.org/a,b", "URL:https://example.org/a", "NOTE:a\\, b"]) {
  console.log(line, "->", ICAL.stringify(ICAL.parse(card(line))).split("\r\n")[3]);
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
GEO:geo:48.2,16.3 -> GEO:geo:48.2\,16.3
PHOTO:data:image/png;base64,iVBORw0KGgo= -> PHOTO:data:image/png;base64\,iVBORw0KGgo=
URL:https://example.org/a,b -> URL:https://example.org/a\,b
URL:https://example.org/a -> URL:https://example.org/a
NOTE:a\, b -> NOTE:a\, b
SEEN
