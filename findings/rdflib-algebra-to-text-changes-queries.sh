#!/usr/bin/env bash
# rdflib: a query that went through translateAlgebra asks something else; filters, flags and brackets are lost.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 answers the queries before and after.
# Expected: translateAlgebra "translates a SPARQL 1.1 algebra tree into the corresponding query string". So the string
#   has the answers of the query; what it cannot write it refuses, as it does for other operators.
# Seen: OPTIONAL { ... FILTER(...) } is written without the FILTER, REGEX without its "i", !(?g = 1) as !?g = 1, and
#   2 * (?g + 1) as 2 * ?g + 1: valid queries with other rows. HAVING becomes a FILTER that is an error. Programs that
#   rewrite queries (for rights, for graphs, for paging) go this way. A plain query with MINUS (the control) is right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > there_and_back.py <<'PYTHON'
import pyoxigraph
from rdflib.plugins.sparql.algebra import translateAlgebra, translateQuery
from rdflib.plugins.sparql.parser import parseQuery

DATA = """@prefix : <https://example.org/> .
:ann :grade 1 ; :boss :ben ; :name "Ann" . :ben :grade 2 ; :boss :cem ; :name "Ben" . :cem :grade 3 ; :name "Cem" .
"""
QUERIES = {
    "optional": "{ ?who :grade ?g OPTIONAL { ?who :boss ?b FILTER(?g > 1) } FILTER(!BOUND(?b)) }",
    "regex": '{ ?who :name ?n FILTER(REGEX(?n, "^b", "i")) }',
    "not": "{ ?who :grade ?g FILTER(!(?g = 1)) }",
    "brackets": "{ ?who :grade ?g FILTER(2 * (?g + 1) = 4) }",
    "having": "{ ?who :grade ?g } GROUP BY ?who HAVING (COUNT(?g) = 1)",
    "minus": "{ ?who :grade ?g MINUS { ?who :boss :ben } }",
}


def answers(query):
    store = pyoxigraph.Store()
    store.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)
    return " ".join(sorted(row["who"].value.rpartition("/")[2] for row in store.query(query))) or "nobody"


for name, pattern in QUERIES.items():
    before = f"PREFIX : <https://example.org/> SELECT ?who {pattern}"
    after = translateAlgebra(translateQuery(parseQuery(before)))
    print(f"{name}: {answers(before)}; after: {answers(after)}")
PYTHON
venv/bin/python there_and_back.py | tee seen.txt
diff seen.txt - <<'SEEN'
optional: ann cem; after: cem
regex: ben; after: nobody
not: ben cem; after: nobody
brackets: ann; after: nobody
having: ann ben cem; after: nobody
minus: ben cem; after: ben cem
SEEN
