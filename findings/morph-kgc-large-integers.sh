#!/usr/bin/env bash
# Morph-KGC: with rr:datatype xsd:integer, 9007199254740993 becomes ...992 and 12345678901234567890 a negative number.
#
# Versions: morph-kgc 2.10.0.
# Expected: R2RML (11.2, term generation rules): with rr:datatype the value becomes a literal of this datatype, its lexical
#   form as it is. XML Schema (part 2, 3.3.13) has no greatest integer.
# Seen: the column goes through a double and 64 bits. Above 2^53 the last digits change, so two account numbers become
#   one, and from 2^63 on each number is "-9223372036854775808". No error, no warning, one bad number among good ones.
#   xsd:long, xsd:decimal and no datatype (the controls) keep all digits.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  morph-kgc==2.10.0
cd "$folder"
cat > accounts.csv <<'CSV'
id,number
a,9007199254740992
b,9007199254740993
c,98765432109876543
d,12345678901234567890
e,4012888888881881
CSV
cat > mapping.ttl <<'TURTLE'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
:Accounts a rr:TriplesMap ;
  rml:logicalSource [ rml:source "accounts.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/{id}" ] ;
  rr:predicateObjectMap
    [ rr:predicate :plain ; rr:objectMap [ rml:reference "number" ] ] ,
    [ rr:predicate :integer ; rr:objectMap [ rml:reference "number" ; rr:datatype xsd:integer ] ] ,
    [ rr:predicate :decimal ; rr:objectMap [ rml:reference "number" ; rr:datatype xsd:decimal ] ] .
TURTLE
cat > convert.py <<'PYTHON'
import re

import morph_kgc

numbers = {}
for line in morph_kgc.materialize_set("[CONFIGURATION]\nlogging_level=ERROR\n[Data]\nmappings=mapping.ttl\n"):
    row, term, number = re.match(r'<https://example.org/(.+?)> <https://example.org/(.+?)> "(.*?)"', line).groups()
    numbers.setdefault(row, {})[term] = number
for row, terms in sorted(numbers.items()):
    print(row, terms["plain"], terms["decimal"], terms["integer"])
PYTHON
venv/bin/python convert.py | tee seen.txt
diff seen.txt - <<'SEEN'
a 9007199254740992 9007199254740992 9007199254740992
b 9007199254740993 9007199254740993 9007199254740992
c 98765432109876543 98765432109876543 98765432109876544
d 12345678901234567890 12345678901234567890 -9223372036854775808
e 4012888888881881 4012888888881881 4012888888881881
SEEN
