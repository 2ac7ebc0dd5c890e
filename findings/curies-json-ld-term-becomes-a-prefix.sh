#!/usr/bin/env bash
# curies: from a JSON-LD context every term becomes a prefix, so <https://schema.org/names> is "name:s".
#
# Versions: curies 0.15.7; PyLD 3.3.0 as peer.
# Expected: JSON-LD 1.1 (4.1.5, Compact IRIs): a simple term may be a prefix only if its IRI ends in a delimiter (":",
#   "/", "?", "#", "[", "]" or "@"); a term that stands for a property, "name": "https://schema.org/name", is none.
#   Converter.from_jsonld takes "a JSON-LD context" for its prefixes.
# Seen: "name" is a prefix like "ex", so another property with a longer name is shortened to a part of it: "name:s",
#   and <https://schema.org/name> itself to "name:". An alias of a keyword is one, too: "id:1" expands to "@id1". In
#   contexts nearly all entries are terms. No error. What ends in "/" (the control) is shortened as it should be.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  PyLD==3.3.0 curies==0.15.7
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
from curies import Converter
from pyld import jsonld

CONTEXT = {"@context": {"ex": "https://example.org/", "name": "https://schema.org/name", "id": "@id"}}
converter = Converter.from_jsonld(CONTEXT)
print(converter.prefix_map)
for iri in ("https://schema.org/names", "https://schema.org/name", "https://example.org/ann"):
    compacted = jsonld.compact([{"@id": "urn:x", iri: [{"@value": 1}]}], CONTEXT)
    print(iri, "curies", converter.compress(iri), "PyLD", *[key for key in compacted if key not in ("@context", "id")])
print("id:1", "curies", converter.expand("id:1"))
PYTHON
diff seen.txt - <<'SEEN'
{'ex': 'https://example.org/', 'id': '@id', 'name': 'https://schema.org/name'}
https://schema.org/names curies name:s PyLD https://schema.org/names
https://schema.org/name curies name: PyLD name
https://example.org/ann curies ex:ann PyLD ex:ann
id:1 curies @id1
SEEN
