#!/usr/bin/env bash
# Morph-KGC: true of a JSON file is "True" in RDF, in texts and in IRIs.
#
# Versions: morph-kgc 2.10.0.
# Expected: RML-Core (11.1, 11.3): the natural RDF lexical form of a boolean is that of xsd:boolean, "true" or "false". JSON
#   itself knows only these (RFC 8259, 3: "The literal names MUST be lowercase").
# Seen: Python's words: "True", and https://example.org/vacant/True, which no link to vacant/true finds and which is no
#   xsd:boolean. Lists behave alike. With rr:datatype xsd:boolean (a control) the same value is "true", and so is the
#   text "true" (the other control), so one file has both spellings.
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
  rr:predicateObjectMap [ rr:predicate :plain ; rr:objectMap [ rml:reference "vacant" ] ],
    [ rr:predicate :list ; rr:objectMap [ rml:reference "votes" ] ],
    [ rr:predicate :quoted ; rr:objectMap [ rml:reference "quoted" ] ],
    [ rr:predicate :typed ; rr:objectMap [ rml:reference "vacant" ; rr:datatype xsd:boolean ] ],
    [ rr:predicate :link ; rr:objectMap [ rr:template "https://example.org/vacant/{vacant}" ] ] .
TURTLE
echo '{"roles": [{"id": "Keeper", "vacant": true, "votes": [true, false], "quoted": "true"}]}' > roles.json
printf '[CONFIGURATION]\noutput_file=out.nq\noutput_format=N-QUADS\n[ROLES]\nmappings=mapping.ttl\n' > config.ini
venv/bin/python -W ignore -m morph_kgc config.ini >/dev/null 2>&1
LC_ALL=C sort out.nq | tr -s ' ' | sed 's|https://example.org/||g; s|http://www.w3.org/2001/XMLSchema#|xsd:|' | tee seen.txt
diff seen.txt - <<'SEEN'
<Keeper> <link> <vacant/True> .
<Keeper> <list> "False" .
<Keeper> <list> "True" .
<Keeper> <plain> "True" .
<Keeper> <quoted> "true" .
<Keeper> <typed> "true"^^<xsd:boolean> .
SEEN
