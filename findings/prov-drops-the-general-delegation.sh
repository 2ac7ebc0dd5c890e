#!/usr/bin/env bash
# prov: of two delegations, one for an activity and one in general, PROV-O has only the first.
#
# Versions: prov 3.2.3, rdflib 7.6.0.
# Expected: PROV-DM (5.3.3, Delegation): actedOnBehalfOf(delegate, responsible, activity), and "activity: an OPTIONAL
#   identifier"; without it the delegation is general. They are two statements, each with a form in PROV-O (3.3):
#   prov:actedOnBehalfOf, and prov:qualifiedDelegation with prov:hadActivity.
# Seen: Ann acts for Ben in the audit, and in general. In RDF the general one is the plain triple, which the qualified
#   one needs beside it as well, so when it is read again it is taken for a part of that and is gone: Ann may act for
#   Ben in the audit only. No error. JSON and XML keep both (the controls), and a general delegation alone is kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  prov==3.2.3 lxml==6.1.3 rdflib==7.6.0
cd "$folder"
cat > write_and_read.py <<'PYTHON'
from prov.model import ProvDocument

def document(*activities):
    made = ProvDocument()
    made.add_namespace("ex", "https://example.org/")
    for activity in activities:
        made.actedOnBehalfOf("ex:ann", "ex:ben", activity)
    return made

for name, made in (("both", document("ex:audit", None)), ("general", document(None))):
    for format in ("json", "xml", "rdf"):
        text = made.serialize(format=format)
        read = ProvDocument.deserialize(content=text, format=format)
        print(name, format, *sorted(record.get_provn() for record in read.get_records()))
PYTHON
venv/bin/python write_and_read.py | tee seen.txt
diff seen.txt - <<'SEEN'
both json actedOnBehalfOf(ex:ann, ex:ben, -) actedOnBehalfOf(ex:ann, ex:ben, ex:audit)
both xml actedOnBehalfOf(ex:ann, ex:ben, -) actedOnBehalfOf(ex:ann, ex:ben, ex:audit)
both rdf actedOnBehalfOf(ex:ann, ex:ben, ex:audit)
general json actedOnBehalfOf(ex:ann, ex:ben, -)
general xml actedOnBehalfOf(ex:ann, ex:ben, -)
general rdf actedOnBehalfOf(ex:ann, ex:ben, -)
SEEN
