#!/usr/bin/env bash
# Morph-KGC: blank nodes made from a text with a blank, and IRIs from a bare code, give N-Quads that no reader takes.
#
# Versions: morph-kgc 2.10.0; pyoxigraph 0.3.22 and rdflib 7.2.1 (those Morph-KGC asks for) as readers.
# Expected: RML-Core (8.4): with term type rml:BlankNode "a blank node will be generated", from any text; processors may
#   rename it. N-Quads: BLANK_NODE_LABEL has letters, digits, "-", "_" and "."; an IRI is absolute. R2RML (11.2): a value
#   that is no absolute IRI gets the base IRI before it.
# Seen: exit code 0, and lines like _:Keeper of keys and <A1>. One such line makes the whole file unreadable. Texts of one
#   word, and rr:template with a full IRI, which is percent-encoded (the controls), are fine.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check morph-kgc==2.10.0 rdflib==7.2.1 pyoxigraph==0.3.22
cd "$folder"
printf 'name,code\nKeeper,A1\nKeeper of keys,A2\n' > roles.csv
cat > mapping.ttl <<'TURTLE'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> . @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix : <https://example.org/> .
:Roles a rr:TriplesMap ; rml:logicalSource [ rml:source "roles.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/role/{name}" ] ;
  rr:predicateObjectMap [ rr:predicate :post ; rr:objectMap [ rr:template "{name}" ; rr:termType rr:BlankNode ] ],
    [ rr:predicate :code ; rr:objectMap [ rml:reference "code" ; rr:termType rr:IRI ] ],
    [ rr:predicate :page ; rr:objectMap [ rr:template "https://example.org/page/{name}" ] ] .
TURTLE
printf '[CONFIGURATION]\noutput_file=out.nq\noutput_format=N-QUADS\n[ROLES]\nmappings=mapping.ttl\n' > config.ini
venv/bin/python -W ignore -m morph_kgc config.ini >/dev/null 2>&1
echo "exit code $?" | tee seen.txt
cat > read.py <<'PYTHON'
import io

import pyoxigraph
import rdflib

for line in sorted(open("out.nq")):
    seen = []
    for name, read in (
        ("pyoxigraph", lambda: pyoxigraph.Store().load(io.BytesIO(line.encode()), "application/n-quads")),
        ("rdflib", lambda: rdflib.Dataset().parse(data=line, format="nquads")),
    ):
        try:
            read()
        except Exception:
            seen.append(f"{name} refuses it")
    print(" ".join(line.replace("https://example.org/", "").split()), "|", ", ".join(seen) or "read")
PYTHON
venv/bin/python -W ignore read.py 2>/dev/null | tee -a seen.txt
diff seen.txt - <<'SEEN'
exit code 0
<role/Keeper%20of%20keys> <code> <A2> . | pyoxigraph refuses it, rdflib refuses it
<role/Keeper%20of%20keys> <page> <page/Keeper%20of%20keys> . | read
<role/Keeper%20of%20keys> <post> _:Keeper of keys . | pyoxigraph refuses it, rdflib refuses it
<role/Keeper> <code> <A1> . | pyoxigraph refuses it, rdflib refuses it
<role/Keeper> <page> <page/Keeper> . | read
<role/Keeper> <post> _:Keeper . | read
SEEN
