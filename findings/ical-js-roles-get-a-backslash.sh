#!/usr/bin/env bash
# ical.js: a role "Approver; signer" of a vCard has a backslash, and two when it was written.
#
# Versions: ical.js 2.2.1 (npm).
# Expected: RFC 6350 (3.4, Property Value Escaping): a semicolon in a property that is not compound may be escaped, and
#   an escaped one is never a separator; the backslash is no part of the value..
# Seen: ROLE, TITLE and NOTE keep the backslash before a semicolon as a letter of the value, and the writer escapes
#   that, so the card that was read and written has two, and the value has one in every reader. What is compared or
#   searched is another role. No error. A comma, the parts of ORG, and a semicolon in iCalendar (the controls), are
#   right.
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

for (const line of ["ROLE:Approver\\; signer", "TITLE:Lead\\; clerk", "NOTE:a\\; b", "ROLE:Approver\\, signer", "ORG:Board\\; audit;Team"]) {
  let text = card(line);
  const seen = [JSON.stringify(value(text))];
  for (let turn = 0; turn < 2; turn++) {
    text = ICAL.stringify(ICAL.parse(text));
    seen.push(text.split("\r\n")[3]);
  }
  console.log(line, "-> value", seen[0], "written", seen[1], "and again", seen[2]);
}
const event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\\; b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
console.log("iCalendar SUMMARY ->", JSON.stringify(ICAL.parse(event)[2][0][1].find(([name]) => name === "summary")[3]));
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
ROLE:Approver\; signer -> value "Approver\\; signer" written ROLE:Approver\\; signer and again ROLE:Approver\\; signer
TITLE:Lead\; clerk -> value "Lead\\; clerk" written TITLE:Lead\\; clerk and again TITLE:Lead\\; clerk
NOTE:a\; b -> value "a\\; b" written NOTE:a\\; b and again NOTE:a\\; b
ROLE:Approver\, signer -> value "Approver, signer" written ROLE:Approver\, signer and again ROLE:Approver\, signer
ORG:Board\; audit;Team -> value ["Board; audit","Team"] written ORG:Board\; audit;Team and again ORG:Board\; audit;Team
iCalendar SUMMARY -> "a; b"
SEEN
