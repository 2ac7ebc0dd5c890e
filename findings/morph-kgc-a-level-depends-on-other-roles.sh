#!/usr/bin/env bash
# Morph-KGC: level 3 of a JSON file is 3 or 3.0, by what the levels of other roles are.
#
# Versions: morph-kgc 2.10.0.
# Expected: RML-Core (7.1.3, template): the template value is that of one logical iteration, with the natural RDF lexical
#   form of the value (11.1). {"level": 3} gives "3" and https://example.org/level/3, whatever the next object says. 11.2:
#   a lexical form that is not one of the datatype makes the literal ill-typed, which is a data error.
# Seen: values become columns. One 3.5 elsewhere makes it "3.0" and another IRI, so links to level/3 find nothing, and with
#   rr:datatype xsd:integer the 3.5 is written as "3", a valid integer that nobody wrote. Exit code 0, no warning. With
#   whole numbers only (the control) each is as it was.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check morph-kgc==2.10.0 rdflib==7.2.1 pandas==2.3.3 duckdb==1.5.6
cd "$folder"
cat > mapping.ttl <<'TURTLE'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> . @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Roles a rr:TriplesMap ; rml:logicalSource [ rml:source "roles.json" ; rml:referenceFormulation ql:JSONPath ; rml:iterator "$.roles[*]" ] ;
  rr:subjectMap [ rr:template "https://example.org/{id}" ] ;
  rr:predicateObjectMap [ rr:predicate :text ; rr:objectMap [ rml:reference "level" ] ],
    [ rr:predicate :integer ; rr:objectMap [ rml:reference "level" ; rr:datatype xsd:integer ] ],
    [ rr:predicate :link ; rr:objectMap [ rr:template "https://example.org/level/{level}" ] ] .
TURTLE
printf '[CONFIGURATION]\noutput_file=out.nq\noutput_format=N-QUADS\n[ROLES]\nmappings=mapping.ttl\n' > config.ini
for other in 4 3.5; do
  echo "{\"roles\": [{\"id\": \"Keeper\", \"level\": 3}, {\"id\": \"Clerk\", \"level\": $other}]}" > roles.json
  venv/bin/python -W ignore -m morph_kgc config.ini >/dev/null 2>&1
  echo "level of Clerk: $other, exit code $?"
  LC_ALL=C sort out.nq | tr -s ' ' | sed 's|https://example.org/||g; s|http://www.w3.org/2001/XMLSchema#|xsd:|; s|^|  |'
done | tee seen.txt
diff seen.txt - <<'SEEN'
level of Clerk: 4, exit code 0
  <Clerk> <integer> "4"^^<xsd:integer> .
  <Clerk> <link> <level/4> .
  <Clerk> <text> "4" .
  <Keeper> <integer> "3"^^<xsd:integer> .
  <Keeper> <link> <level/3> .
  <Keeper> <text> "3" .
level of Clerk: 3.5, exit code 0
  <Clerk> <integer> "3"^^<xsd:integer> .
  <Clerk> <link> <level/3.5> .
  <Clerk> <text> "3.5" .
  <Keeper> <integer> "3"^^<xsd:integer> .
  <Keeper> <link> <level/3.0> .
  <Keeper> <text> "3.0" .
SEEN
