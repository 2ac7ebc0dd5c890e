#!/usr/bin/env bash
# sssom-py: a table keeps the definition of an extension, and loses the column that it defines.
#
# Versions: sssom 0.4.21.
# Expected: SSSOM 1.1 ("Non-standard slots"): a set may declare extension slots in extension_definitions; an
#   implementation that supports them keeps their values, and one that does not ignores them. Either way header and
#   columns fit each other.
# Seen: a table that was read and written still declares the slot, with its property and type, and has no column for
#   it; each value is gone, with a note in the log alone. From SSSOM/RDF the same: the definition comes back, the
#   value does not. Who reviews mappings in a column of his own loses it at the first tool on the way.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sssom==0.4.21
cd "$folder"
cat > table.sssom.tsv <<'TABLE'
#curie_map:
#  A: https://example.org/a/
#  B: https://example.org/b/
#  ex: https://example.org/terms/
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/publicdomain/zero/1.0/
#extension_definitions:
#  - slot_name: ext_looked_at
#    property: ex:lookedAt
#    type_hint: xsd:string
subject_id	predicate_id	object_id	mapping_justification	confidence	ext_looked_at
A:1	skos:exactMatch	B:1	semapv:ManualMappingCuration	0.5	by two people
TABLE
cat > graph.ttl <<'GRAPH'
@prefix A: <https://example.org/a/> . @prefix B: <https://example.org/b/> .
@prefix ex: <https://example.org/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/set> a sssom:MappingSet ;
  <http://purl.org/dc/terms/license> <https://creativecommons.org/publicdomain/zero/1.0/> ;
  sssom:extension_definitions [ a sssom:ExtensionDefinition ; sssom:slot_name "ext_looked_at" ;
    sssom:property ex:lookedAt ; sssom:type_hint xsd:string ] ;
  sssom:mappings [ a owl:Axiom ; owl:annotatedSource A:1 ; owl:annotatedProperty skos:exactMatch ;
    owl:annotatedTarget B:1 ; sssom:mapping_justification semapv:ManualMappingCuration ;
    sssom:confidence "0.5"^^xsd:double ; ex:lookedAt "by two people" ] .
GRAPH
venv/bin/python -W ignore - <<'PYTHON'
import io, sys

from sssom.parsers import parse_sssom_rdf, parse_sssom_table
from sssom.writers import write_table


def seen(found):
    """Whether the written table declares the extension, and whether it has the value; 0.5 is the control."""
    text = io.StringIO()
    write_table(found, text)
    return tuple(part in text.getvalue() for part in ("slot_name: ext_looked_at", "by two people", "\t0.5"))


read = [parse_sssom_table("table.sssom.tsv"), parse_sssom_rdf("graph.ttl", serialisation="turtle")]
results = [seen(found) for found in read]
print("declared, value, confidence:", results)
sys.exit(0 if results == [(True, False, True)] * 2 else 1)
PYTHON
