#!/usr/bin/env bash
# ldap3: a name whose attribute is given by its number is refused, and a value in hexadecimal becomes a text.
#
# Versions: ldap3 2.9.1; @ldapjs/dn 1.1.0 (npm) as peer.
# Expected: RFC 4514 (2.3; 2.4; 3): an attribute without a short name is written as its number, as in 2.5.4.3=Ann,
#   with its value as "#" and the hexadecimal digits of its BER encoding. "=" within a value needs no escape, and the
#   name of the root is the empty text.
# Seen: parse_dn refuses all four, 1.3.6.1.4.1.1466.0=#04024869 of the RFC's own examples too. safe_dn, which makes a
#   text ready for a request, takes cn=#04024869 and gives cn=\#04024869: not the value Hi any more, but a text of
#   nine letters. No error there. Names of letters and \# (the controls) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ldap3==2.9.1
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @ldapjs/dn@1.1.0 >/dev/null
cat > finding.py <<'PYTHON'
from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import parse_dn, safe_dn

for text in ("2.5.4.3=Ann,dc=example", "1.3.6.1.4.1.1466.0=#04024869", "cn=#04024869,dc=example", "cn=a=b,dc=example", "", "cn=\\#7,dc=example"):
    for function in (parse_dn, safe_dn):
        try:
            seen = function(text)
        except LDAPInvalidDnError:
            seen = "refused"
        print(function.__name__, repr(text), "->", seen)
PYTHON
cat > peer.cjs <<'SCRIPT'
const { DN } = require("@ldapjs/dn");

for (const text of ["2.5.4.3=Ann,dc=example", "cn=#04024869,dc=example", "cn=a=b,dc=example", ""]) console.log(`peer ${text} -> ${DN.fromString(text)}`);
SCRIPT
{ venv/bin/python finding.py; node peer.cjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
parse_dn '2.5.4.3=Ann,dc=example' -> refused
safe_dn '2.5.4.3=Ann,dc=example' -> refused
parse_dn '1.3.6.1.4.1.1466.0=#04024869' -> refused
safe_dn '1.3.6.1.4.1.1466.0=#04024869' -> refused
parse_dn 'cn=#04024869,dc=example' -> refused
safe_dn 'cn=#04024869,dc=example' -> cn=\#04024869,dc=example
parse_dn 'cn=a=b,dc=example' -> refused
safe_dn 'cn=a=b,dc=example' -> cn=a\=b,dc=example
parse_dn '' -> refused
safe_dn '' -> refused
parse_dn 'cn=\\#7,dc=example' -> [('cn', '\\#7', ','), ('dc', 'example', '')]
safe_dn 'cn=\\#7,dc=example' -> cn=\#7,dc=example
peer 2.5.4.3=Ann,dc=example -> 2.5.4.3=Ann,dc=example
peer cn=#04024869,dc=example -> cn=#04024869,dc=example
peer cn=a=b,dc=example -> cn=a=b,dc=example
peer  -> 
SEEN
