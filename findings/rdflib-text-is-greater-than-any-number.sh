#!/usr/bin/env bash
# rdflib: in SPARQL any text is greater than any number, so FILTER(?days > 30) lets "unknown" pass.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.3, Operator Mapping): "<" and ">" are for two numbers, two simple literals or xsd:string, two
#   booleans and two dateTimes. For anything else an operator is a type error, and an error in a FILTER removes the row.
# Seen: the order of ORDER BY, in which any two literals have a place, decides "<", too. "unknown", "7" as a text and
#   the ill-typed "x"^^xsd:integer are all greater than 30; "a" is less than "b"@en. No error. The peer leaves these
#   rows out. "=" (the control) is right. Numbers that were typed as texts are the usual fault that such a query is to
#   get by.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:ann :days 45 . :ben :days "unknown" . :cem :days "7" . :dan :days "x"^^xsd:integer . :eva :days 3 .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?who { ?who :days ?days FILTER(?days > 30) }
SELECT ?who { ?who :days ?days FILTER(!(?days <= 30)) }
SELECT ?who { ?who :days ?days FILTER(?days = 7) }
SELECT ?who { VALUES ?who { :x } FILTER("a" < "b"@en) }
QUERIES
cat > by_python.py <<'PYTHON'
import pyoxigraph
import rdflib

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def told(result):
    if isinstance(result, bool):
        return str(result).lower()
    rows = [" ".join("-" if value is None else short(str(value)) for value in row) for row in result]
    return " | ".join(sorted(rows)) or "nothing"


def short(text):
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def by_pyoxigraph(query):
    store = pyoxigraph.Store()
    store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    result = store.query(PREFIXES + query)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return told(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return told([[plain(term) for term in triple] for triple in result])
    return told([[plain(term) for term in row] for row in result])


def plain(term):
    return term and term.value


def by_rdflib(query):
    data = rdflib.Graph()
    data.parse("data.ttl", format="turtle")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "pyoxigraph:", by_pyoxigraph(query))
    print(number, "rdflib:", by_rdflib(query))
PYTHON
venv/bin/python by_python.py | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 pyoxigraph: :ann
1 rdflib: :ann | :ben | :cem | :dan
2 pyoxigraph: :ann
2 rdflib: :ann | :ben | :cem
3 pyoxigraph: nothing
3 rdflib: nothing
4 pyoxigraph: nothing
4 rdflib: :x
SEEN
