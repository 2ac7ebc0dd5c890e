#!/usr/bin/env bash
# rdfpandas: "colour"@en-GB that went through a DataFrame is "colour"@en, and zh-Hant and zh-Hans become one.
#
# Versions: rdfpandas 1.1.7, rdflib 7.6.0.
# Expected: to_dataframe names a column by predicate, kind, datatype and "@language", as its text says, "to allow for
#   round trip conversion". RDF 1.1 Concepts (3.3): two literals with different language tags are two terms.
# Seen: the DataFrame has the column "...@en-GB", and to_graph reads of it what is before the hyphen. British and
#   American labels, traditional and simplified ones become terms of one language; where the texts are the same, one is
#   gone. No error. "@en" (the control) stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdfpandas==1.1.7 rdflib==7.6.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

from rdflib import Graph
from rdfpandas.graph import to_dataframe, to_graph


def through(objects):
    """The languages before and after, and the names of the columns between."""
    before = Graph().parse(data=f"@prefix ex: <https://example.org/> . ex:a ex:label {objects} .", format="turtle")
    frame = to_dataframe(before)
    after = to_graph(frame, before.namespace_manager)
    languages = [sorted(label.language for label in graph.objects()) for graph in (before, after)]
    return languages, ["@" + column.rpartition("@")[2] for column in frame.columns]


british, chinese, plain = through('"colour"@en-GB'), through('"Tang"@zh-Hant, "Tang"@zh-Hans'), through('"colour"@en')
print(british, chinese, plain, sep="\n")
expected = [["en-gb"], ["en"]]
ok = [[tag.lower() for tag in tags] for tags in british[0]] == expected and british[1][0].lower() == "@en-gb"
ok = ok and len(chinese[0][0]) == 2 and chinese[0][1] == ["zh"] and plain[0] == [["en"], ["en"]]
sys.exit(0 if ok else 1)
PYTHON
