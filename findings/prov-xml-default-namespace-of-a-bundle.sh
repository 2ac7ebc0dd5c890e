#!/usr/bin/env bash
# prov: PROV-XML that it writes of a bundle with a default namespace cannot be read, and names nothing.
#
# Versions: prov 3.2.3, rdflib 7.6.0.
# Expected: PROV-N (namespace declarations; bundles): a bundle may have a default namespace of its own, in which names
#   without a prefix are. PROV-XML writes names as xsd:QName, so a name without a prefix is in the default namespace
#   that is declared (xmlns) there.
# Seen: prov:id="report" is written without any declaration, so the namespace is lost, and prov itself stops with
#   "Could not create a valid QualifiedName". It is seen when somebody reads the archive, not when it is written. JSON
#   and PROV-N keep the namespace, and a default namespace of the document (the controls) is written.
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

def document(of_the_bundle):
    made = ProvDocument()
    made.add_namespace("ex", "https://example.org/")
    bundle = made.bundle("ex:run1")
    (bundle if of_the_bundle else made).set_default_namespace("https://example.org/data/")
    (bundle if of_the_bundle else made).entity("report")
    return made

for name, made in (("bundle", document(True)), ("document", document(False))):
    for format in ("xml", "json", "provn"):
        text = made.serialize(format=format)
        try:
            read = ProvDocument.deserialize(content=text, format=format)
            seen = [record.identifier.uri for part in (read, *read.bundles) for record in part.get_records()]
        except Exception as error:
            seen = f"{type(error).__name__}: {error}"
        print(name, format, "has the namespace" if "https://example.org/data/" in text else "has no namespace", seen)
PYTHON
venv/bin/python write_and_read.py | tee seen.txt
diff seen.txt - <<'SEEN'
bundle xml has no namespace ProvXMLException: Could not create a valid QualifiedName for "report"
bundle json has the namespace ['https://example.org/data/report']
bundle provn has the namespace ['https://example.org/data/report']
document xml has the namespace ['https://example.org/data/report']
document json has the namespace ['https://example.org/data/report']
document provn has the namespace ['https://example.org/data/report']
SEEN
