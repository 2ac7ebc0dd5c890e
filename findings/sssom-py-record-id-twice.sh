#!/usr/bin/env bash
# sssom-py: a mapping's record_id is its IRI and, against SSSOM/RDF, a statement about itself.
#
# Version: sssom 0.4.21 (with sssom-schema 1.1.0a5).
# Expected: SSSOM/RDF says of a mapping with a record_id that the value names the resource and "MUST
#   NOT be represented using the general rules", so no triple has the predicate sssom:record_id.
# Seen: the resource is named by it, and there is <record> sssom:record_id <record> as well. Whoever
#   compares graphs of two tools finds one triple more for each mapping.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sssom==0.4.21 sssom-schema==1.1.0a5 linkml==1.12.1 linkml-runtime==1.12.1
cd "$folder"
printf '#mapping_set_id: https://example.org/set\n#license: https://creativecommons.org/licenses/by/4.0/\n#curie_map:\n#  ex: https://example.org/\nrecord_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification\nex:m1\tex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\n' > one.sssom.tsv
venv/bin/python - <<'PYTHON'
import logging, sys

logging.disable(logging.CRITICAL)
import rdflib
from sssom.parsers import parse_sssom_table
from sssom.writers import to_rdf_graph

graph = to_rdf_graph(parse_sssom_table("one.sssom.tsv"))
record = rdflib.URIRef("https://example.org/m1")
named = (record, rdflib.RDF.type, rdflib.OWL.Axiom) in graph
repeated = (record, rdflib.URIRef("https://w3id.org/sssom/record_id"), record) in graph
print("the record names the mapping:", named, "| and is stated of itself:", repeated)
sys.exit(0 if named and repeated else 1)
PYTHON
