#!/usr/bin/env bash
# SDM-RDFizer: O'Brien is O\'Brien in RDF, a 24" screen is 24\', and somebody whose name is None or NULL has no name.
#
# Versions: rdfizer 4.7.5.15.4.1; rdflib 7.6.0 reads the mapping's output.
# Expected: R2RML (11.2, term generation rules) and RML-Core (Generation of RDF terms): the literal has the value of the
#   reference as its lexical form; only a null, empty or missing value gives no term. N-Triples (2.4) writes a quotation
#   mark inside of a text as \", and an apostrophe as it is.
# Seen: each quotation mark of the data is replaced by an apostrophe, and each apostrophe gets a backslash that is part
#   of the text. So inches become feet, and no search for O'Brien finds him. The texts None, NULL, N/A and nan, which
#   CSV does not distinguish from others, give no statement. No error. Commas and letters beyond ASCII (the control) are
#   kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdfizer==4.7.5.15.4.1 rdflib==7.6.0
cd "$folder"
cat > things.csv <<'CSV'
id,name
1,"Screen 24"""
2,"The ""good"" one"
3,None
4,NULL
5,"O'Brien, Zoë"
6,"Plain, Zoë"
CSV
cat > mapping.ttl <<'TTL'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix ex: <https://example.org/> . @base <https://example.org/> .
<Things> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "things.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/thing/{id}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rml:reference "name" ] ] .
TTL
cat > config.ini <<INI
[default]
main_directory: $folder
[datasets]
number_of_datasets: 1
output_folder: $folder/output
all_in_one_file: no
remove_duplicate: yes
enrichment: yes
name: things
ordered: yes
large_file: false
output_format: n-triples
[dataset1]
name: things
mapping: $folder/mapping.ttl
INI
# No database is asked, so the driver for ODBC, which needs a library of the system, is an empty module here.
touch pyodbc.py
venv/bin/python -W ignore -m rdfizer -c config.ini >/dev/null
venv/bin/python - <<'PYTHON'
import sys

import rdflib

graph = rdflib.Graph().parse("output/things.nt")
seen = {subject.rpartition("/")[2]: str(name) for subject, name in graph.subject_objects()}
print(seen)
expected = {"1": "Screen 24\\'", "2": "The \\'good\\' one", "5": "O\\'Brien, Zoë", "6": "Plain, Zoë"}
sys.exit(0 if seen == expected else 1)
PYTHON
