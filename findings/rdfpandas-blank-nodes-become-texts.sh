#!/usr/bin/env bash
# rdfpandas: a blank node, or a name with the empty prefix, that went through a DataFrame is a text as a subject.
#
# Versions: rdfpandas 1.1.7, rdflib 7.6.0; pyoxigraph 0.5.13 as second reader.
# Expected: to_dataframe names columns by the kind of the object, as its text says, "to allow for round trip
#   conversion". RDF 1.1 Concepts (3.1): a subject is an IRI or a blank node, and a predicate an IRI, never a literal.
# Seen: the rows and the names of the columns have no kind, so to_graph makes a literal of what it does not know: the
#   label of a blank node, and ":ann" of a file with "@prefix :". The address that Ann has is a blank node without any
#   statement; its street belongs to a text. to_graph gives no error, and other readers refuse what is written. Things
#   with IRIs and a prefix that has a name (the control) come back whole.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdfpandas==1.1.7 rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import pyoxigraph
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdfpandas.graph import to_dataframe, to_graph

EX = Namespace("https://example.org/")


def through(turtle):
    before = Graph().parse(data=f"@prefix ex: <{EX}> . {turtle}", format="turtle")
    return before, to_graph(to_dataframe(before), before.namespace_manager)


def read(graph):
    """Whether a second reader takes what is written."""
    try:
        list(pyoxigraph.parse(graph.serialize(format="nt"), pyoxigraph.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return True


_, graph = through('ex:ann ex:address [ ex:street "Main Street" ] .')
address, (owner,) = graph.value(EX.ann, EX.address), graph.subjects(EX.street)
kinds = (type(address).__name__, type(owner).__name__, len(list(graph.predicate_objects(address))))
_, empty = through(f'@prefix : <{EX}> . :ann :street "Main Street" .')
terms = [type(term).__name__ for triple in empty for term in triple]
named = isomorphic(*through('ex:ann ex:address ex:home . ex:home ex:street "Main Street" .'))
print("address:", kinds[0], "owner of the street:", kinds[1], "statements of the address:", kinds[2])
print("with the empty prefix:", terms, "| read:", read(graph), read(empty), "| with names the same graph:", named)
ok = kinds == ("BNode", "Literal", 0) and terms == ["Literal"] * 3 and named
sys.exit(0 if ok and not read(graph) and not read(empty) else 1)
PYTHON
