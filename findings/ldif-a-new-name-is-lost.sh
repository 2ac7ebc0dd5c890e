#!/usr/bin/env bash
# ldif (npm): of "changetype: moddn" the new name is lost, and an attribute without a value ends the reading.
#
# Versions: ldif 0.5.1 (npm).
# Expected: RFC 2849 (LDIF, Formal Syntax): a renaming is "modrdn" or "moddn", with newrdn, deleteoldrdn and
#   newsuperior in both. The value of an attribute may be empty, and a comment may go on in the next line behind a
#   blank.
# Seen: moddn gives a record of the type "moddn" with no changes at all, so whoever carries the file out renames
#   nothing. modrdn (the control) has all three. "description:" is a TypeError from within, and a comment of two lines
#   a SyntaxError; either loses the whole file. A comment of one line, and folded values (the controls), are read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  ldif@0.5.1 >/dev/null
cat > finding.cjs <<'SCRIPT'
const ldif = require("ldif");

const renaming = (kind) => `dn: ou=Board,dc=example\nchangetype: ${kind}\nnewrdn: ou=Council\ndeleteoldrdn: 1\nnewsuperior: ou=Top,dc=example\n`;
for (const [name, text] of Object.entries({
  modrdn: renaming("modrdn"), moddn: renaming("moddn"),
  "empty value": "dn: cn=Ann,dc=example\ndescription:\ncn: Ann\n",
  "comment of two lines": "dn: cn=Ann,dc=example\n# as of\n today\ncn: Ann\n",
  "comment of one line": "dn: cn=Ann,dc=example\n# as of today\ncn: Ann\n",
  "folded value": "dn: cn=Ann,dc=example\ndescription: signs\n  and checks\n",
})) {
  try {
    console.log(name, JSON.stringify(ldif.parse(text).entries.map((entry) => entry.toObject({}))));
  } catch (error) {
    console.log(name, error.name);
  }
}
SCRIPT
node finding.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
modrdn [{"type":"modrdn","dn":"ou=Board,dc=example","control":null,"changes":{"newrdn":"ou=Council","deleteoldrdn":"1","newsuperior":"ou=Top,dc=example"}}]
moddn [{"type":"moddn","dn":"ou=Board,dc=example","control":null,"changes":[]}]
empty value TypeError
comment of two lines SyntaxError
comment of one line [{"dn":"cn=Ann,dc=example","attributes":{"cn":"Ann"}}]
folded value [{"dn":"cn=Ann,dc=example","attributes":{"description":"signs and checks"}}]
SEEN
