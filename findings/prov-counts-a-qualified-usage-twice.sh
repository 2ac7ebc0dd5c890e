#!/usr/bin/env bash
# prov: one usage that PROV-O data states in both its forms is read as two usages.
#
# Versions: prov 3.2.3, rdflib 7.6.0.
# Expected: PROV-O (3.3, and the comment of prov:qualifiedUsage): if an activity prov:used an entity, it "can
#   qualify how it used it" in this way. Both forms speak of one usage, and files hold both. So one usage and
#   one generation, as prov itself reads one association (control).
# Seen: prov:used beside prov:qualifiedUsage gives used(...) twice, once with and once without its time.
#   Counting uses or generations of such a file counts each of them twice.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  prov==3.2.3 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging, sys, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from prov.model import ProvAssociation, ProvDocument, ProvGeneration, ProvUsage

TURTLE = """@prefix : <https://example.org/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:report a prov:Entity ; prov:wasGeneratedBy :writing ;
  prov:qualifiedGeneration [ a prov:Generation ; prov:activity :writing ;
    prov:atTime "2024-05-02T10:00:00Z"^^xsd:dateTime ] .
:writing a prov:Activity ; prov:used :data ; prov:wasAssociatedWith :ann ;
  prov:qualifiedUsage [ a prov:Usage ; prov:entity :data ;
    prov:atTime "2024-05-01T10:00:00Z"^^xsd:dateTime ] ;
  prov:qualifiedAssociation [ a prov:Association ; prov:agent :ann ; prov:hadRole :author ] .
:data a prov:Entity . :ann a prov:Agent .
"""
document = ProvDocument.deserialize(content=TURTLE, format="rdf", rdf_format="turtle")
counts = [
    len(list(document.get_records(kind))) for kind in (ProvUsage, ProvGeneration, ProvAssociation)
]
print("usages, generations, associations:", counts)
sys.exit(0 if counts == [2, 2, 1] else 1)
PYTHON
