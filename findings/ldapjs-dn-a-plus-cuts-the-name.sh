#!/usr/bin/env bash
# @ldapjs/dn: the department ou=R\+D is ou=R, and a name that ends with a backslash is written as another one.
#
# Versions: @ldapjs/dn 1.1.0 (npm); ldap3 2.9.1 (PyPI) as peer.
# Expected: RFC 4514 (2.4; 3): "+" within a value is written as \+ or \2B, and a backslash as \\ or \5C; both forms
#   are one value.
# Seen: fromString("ou=R\+D,dc=example") is ou=R: what follows \+ is gone, so it equals the department R. A value that
#   ends with \\ is written with one backslash, which makes the next comma a part of the value: two components become
#   one. Blanks at the ends that are written as \20 are gone. No error. \2B, \, and \" (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ldap3==2.9.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @ldapjs/dn@1.1.0 >/dev/null
cat > names.txt <<'NAMES'
ou=R\+D,dc=example
ou=R\2BD,dc=example
ou=drive C:\\,dc=example
ou=drive C:\5C,dc=example
ou=\20Board\20,dc=example
cn=Stone\, Ann,dc=example
cn=Ann \"Ace\" Stone,dc=example
NAMES
cat > finding.cjs <<'SCRIPT'
const { readFileSync } = require("node:fs");
const { DN } = require("@ldapjs/dn");

for (const text of readFileSync("names.txt", "utf8").trim().split("\n")) {
  const name = DN.fromString(text);
  console.log(`${text} -> ${name} (${name.length} components, ${DN.fromString(name.toString()).length} when read again)`);
}
console.log("R+D is R:", DN.fromString("ou=R\\+D,dc=example").equals(DN.fromString("ou=R,dc=example")));
SCRIPT
cat > peer.py <<'PYTHON'
from ldap3.utils.dn import parse_dn

for text in open("names.txt").read().splitlines()[:4]:
    print("ldap3", text, [value for _, value, _ in parse_dn(text)])
PYTHON
{ node finding.cjs; venv/bin/python peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
ou=R\+D,dc=example -> ou=R,dc=example (2 components, 2 when read again)
ou=R\2BD,dc=example -> ou=R\2bD,dc=example (2 components, 2 when read again)
ou=drive C:\\,dc=example -> ou=drive C:\,dc=example (2 components, 1 when read again)
ou=drive C:\5C,dc=example -> ou=drive C:\,dc=example (2 components, 1 when read again)
ou=\20Board\20,dc=example -> ou=Board,dc=example (2 components, 2 when read again)
cn=Stone\, Ann,dc=example -> cn=Stone\2c Ann,dc=example (2 components, 2 when read again)
cn=Ann \"Ace\" Stone,dc=example -> cn=Ann \22Ace\22 Stone,dc=example (2 components, 2 when read again)
R+D is R: true
ldap3 ou=R\+D,dc=example ['R\\+D', 'example']
ldap3 ou=R\2BD,dc=example ['R\\2BD', 'example']
ldap3 ou=drive C:\\,dc=example ['drive C:\\\\', 'example']
ldap3 ou=drive C:\5C,dc=example ['drive C:\\5C', 'example']
SEEN
