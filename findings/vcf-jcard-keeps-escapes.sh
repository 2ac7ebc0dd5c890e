#!/usr/bin/env bash
# vcf: the name "Lee, Ann" of a vCard has a backslash in jCard, and three parts of an organization are one text.
#
# Versions: vcf 2.1.2, ical.js 2.2.1 as peer (npm).
# Expected: RFC 6350 (3.4): the backslash before a comma or semicolon, and that of a line feed, is no part of the
#   value; RFC 7095 (jCard; 3.3): values are the values, compound ones are arrays, and several values follow each
#   other.
# Seen: toJSON and valueOf give the text of the line as it stands: backslashes stay, a line feed is a backslash and an
#   n, the parts of ORG and the values of CATEGORIES are not taken apart, so a search for the organization or a
#   category finds nothing. N alone is an array. No error. The peer does as the RFC says. A plain text (the control) is
#   right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  vcf@2.1.2 ical.js@2.2.1 >/dev/null
cat > finding.mjs <<'SCRIPT'
import ICAL from "ical.js";
import vCard from "vcf";

const lines = ["FN:Lee\\, Ann", "TITLE:Lead\\nof audit", "ORG:ABC\\, Inc.;Board;Audit", "CATEGORIES:audit,sales", "N:Lee;Ann;;;", "NOTE:plain"];
const text = ["BEGIN:VCARD", "VERSION:4.0", ...lines, "END:VCARD", ""].join("\r\n");
const byVcf = new vCard().parse(text).toJSON()[1];
const byPeer = ICAL.parse(text)[1];
for (const line of lines) {
  const name = line.split(":")[0].toLowerCase();
  const shown = (properties) => properties.find(([each]) => each === name).slice(3).map((each) => JSON.stringify(each)).join(" ");
  console.log(line, "-> vcf", shown(byVcf), "| ical.js", shown(byPeer));
}
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
FN:Lee\, Ann -> vcf "Lee\\, Ann" | ical.js "Lee, Ann"
TITLE:Lead\nof audit -> vcf "Lead\\nof audit" | ical.js "Lead\nof audit"
ORG:ABC\, Inc.;Board;Audit -> vcf "ABC\\, Inc.;Board;Audit" | ical.js ["ABC, Inc.","Board","Audit"]
CATEGORIES:audit,sales -> vcf "audit,sales" | ical.js "audit" "sales"
N:Lee;Ann;;; -> vcf ["Lee","Ann","","",""] | ical.js ["Lee","Ann","","",""]
NOTE:plain -> vcf "plain" | ical.js "plain"
SEEN
