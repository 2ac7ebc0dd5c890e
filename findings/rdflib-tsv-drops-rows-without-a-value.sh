#!/usr/bin/env bash
# rdflib: SPARQL results as TSV lose each row that has no value, and a text with \u00e9 is refused.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer, which also wrote the results.
# Expected: SPARQL 1.1 Query Results CSV and TSV Formats (4): a row is a line, and a variable without a value is
#   empty. So a row of one column without a value is an empty line. Terms use the syntax of SPARQL and Turtle, which
#   has \u00e9, and texts in single quotes.
# Seen: of three people, one without a mail, two rows are left; numbers of rows from JSON and from TSV differ. With a
#   second column (the control) the row is there. A text with \u00e9, as programs that write ASCII make it, ends in a
#   parse error. The peer reads both; in turn it refuses texts in single quotes, which rdflib reads.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen.txt
import io

import pyoxigraph
from rdflib.query import Result

TSV = pyoxigraph.QueryResultsFormat.TSV


def by_rdflib(text):
    return [[str(value) for value in row.values()] for row in Result.parse(io.BytesIO(text), format="tsv").bindings]


def by_pyoxigraph(text):
    return [[value.value for value in row if value] for row in pyoxigraph.parse_query_results(text, TSV)]


texts = [
    pyoxigraph.Store().query('SELECT ?mail { VALUES ?mail { "a@x" UNDEF "b@x" } }').serialize(format=TSV),
    pyoxigraph.Store().query("SELECT * { VALUES (?x ?y) { (1 2) (UNDEF UNDEF) } }").serialize(format=TSV),
    b'?x\n"caf\\u00e9"\n',
    b'?x\n"a\\tb"\n',
    b"?x\n'one'\n",
]
for text in texts:
    print(text)
    for name, read in (("rdflib", by_rdflib), ("pyoxigraph", by_pyoxigraph)):
        try:
            print("", name, read(text))
        except Exception as error:
            print("", name, type(error).__name__)
PYTHON
diff seen.txt - <<'SEEN'
b'?mail\n"a@x"\n\n"b@x"\n'
 rdflib [['a@x'], ['b@x']]
 pyoxigraph [['a@x'], [], ['b@x']]
b'?x\t?y\n1\t2\n\t\n'
 rdflib [['1', '2'], []]
 pyoxigraph [['1', '2'], []]
b'?x\n"caf\\u00e9"\n'
 rdflib ParseException
 pyoxigraph [['café']]
b'?x\n"a\\tb"\n'
 rdflib [['a\tb']]
 pyoxigraph [['a\tb']]
b"?x\n'one'\n"
 rdflib [['one']]
 pyoxigraph SyntaxError
SEEN
