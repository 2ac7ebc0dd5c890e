#!/usr/bin/env bash
# SDM-RDFizer: the releases 1.1 and 1.10 of a CSV file get the same IRI, and number 0001.50 another one.
#
# Versions: rdfizer 4.7.5.15.4.1; rdflib 7.6.0 reads the mapping's output.
# Expected: R2RML (7.3, rr:template) and RML-Core (Template): the value of the reference is put into the template, made
#   safe for IRIs; 42 stays 42, and the cells of a CSV file are texts.
# Seen: a value with a point between digits is computed and written as Python writes a float: 1.10 becomes 1.1, and
#   0001.50 is 1.5. Two releases, chapters or numbers of articles become one thing that has the properties of both; the
#   number itself, as a text beside it, is changed with it. No error. Where no template has the number, and without a
#   point (the controls), it is kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdfizer==4.7.5.15.4.1 rdflib==7.6.0
cd "$folder"
cat > releases.csv <<'CSV'
number,title
1.1,January
1.10,October
0001.50,Parts
0012,Plain
CSV
cp releases.csv copy.csv
cat > mapping.ttl <<'TTL'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix ex: <https://example.org/> . @base <https://example.org/> .
<Releases> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "releases.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/release/{number}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:title ; rr:objectMap [ rml:reference "title" ] ] ;
  rr:predicateObjectMap [ rr:predicate ex:number ; rr:objectMap [ rml:reference "number" ] ] .
<Titles> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "copy.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/title/{title}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:number ; rr:objectMap [ rml:reference "number" ] ] .
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
name: releases
ordered: yes
large_file: false
output_format: n-triples
[dataset1]
name: releases
mapping: $folder/mapping.ttl
INI
# No database is asked, so the driver for ODBC, which needs a library of the system, is an empty module here.
touch pyodbc.py
venv/bin/python -W ignore -m rdfizer -c config.ini >/dev/null
venv/bin/python - <<'PYTHON'
import sys

import rdflib

EX = rdflib.Namespace("https://example.org/")
graph = rdflib.Graph().parse("output/releases.nt")


def values(kind, name):
    found = {}
    for subject, value in graph.subject_objects(EX[name]):
        if f"/{kind}/" in subject:
            found.setdefault(subject.rpartition("/")[2], set()).add(str(value))
    return found


seen = values("release", "title"), values("release", "number"), values("title", "number")
print(*seen, sep="\n")
expected = (
    {"1.1": {"January", "October"}, "1.5": {"Parts"}, "0012": {"Plain"}},
    {"1.1": {"1.1"}, "1.5": {"1.5"}, "0012": {"0012"}},
    {"January": {"1.1"}, "October": {"1.10"}, "Parts": {"0001.50"}, "Plain": {"0012"}},
)
sys.exit(0 if seen == expected else 1)
PYTHON
