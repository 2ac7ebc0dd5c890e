#!/usr/bin/env bash
# sssom-py: a mapping set that is also a void:Dataset cannot be read from RDF, nor a mapping with a second type.
#
# Versions: sssom 0.4.21 (with sssom-schema 1.1.0a5), rdflib 7.6.0.
# Expected: a resource of RDF may have any number of types (RDF Schema 1.1, 3.3 rdf:type), and a reader
#   that needs one of them passes over the others, as this one does for properties that it does not know.
# Seen: without the second type the set has its mapping; with it, reading ends in
#   "Invalid type <http://rdfs.org/ns/void#Dataset> for a MappingSet object". A mapping is read likewise.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  sssom==0.4.21 sssom-schema==1.1.0a5 linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0
cd "$folder"
cat >one.ttl <<'TURTLE'
@prefix sssom: <https://w3id.org/sssom/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix prov: <http://www.w3.org/ns/prov#> .

<https://example.org/set> a sssom:MappingSet ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  sssom:mappings [
    a owl:Axiom ;
    owl:annotatedSource <https://example.org/a/pilot> ;
    owl:annotatedProperty skos:exactMatch ;
    owl:annotatedTarget <https://example.org/b/harbour-pilot> ;
    sssom:mapping_justification semapv:ManualMappingCuration
  ] .
TURTLE
sed 's/a sssom:MappingSet ;/a sssom:MappingSet, void:Dataset ;/' one.ttl >set.ttl
sed 's/a owl:Axiom ;/a owl:Axiom, prov:Entity ;/' one.ttl >mapping.ttl
venv/bin/python -W ignore - <<'PYTHON'
import logging
import sys

from sssom.parsers import parse_sssom_rdf

logging.disable(logging.CRITICAL)


def read(name):
    try:
        return f"{len(parse_sssom_rdf(name).df)} mapping"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


found = {name: read(name + ".ttl") for name in ("one", "set", "mapping")}
for name, text in found.items():
    print(name + ":", text)
refused = all("Invalid type" in found[name] for name in ("set", "mapping"))
sys.exit(0 if found["one"] == "1 mapping" and refused else 1)
PYTHON
