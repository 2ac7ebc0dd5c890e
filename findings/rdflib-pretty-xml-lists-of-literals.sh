#!/usr/bin/env bash
# rdflib: "pretty-xml" turns the numbers and texts of a list into IRIs.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: RDF 1.1 XML Syntax (2.16, Collections) has rdf:parseType="Collection" for lists of nodes only: its
#   children are node elements. A list of literals must be written with rdf:first and rdf:rest.
# Seen: each literal becomes <rdf:Description rdf:about="...">: (1 2) is read back as two IRIs relative to the
#   document's address, and the datatype is gone. The only warning speaks of other statements of the list, which
#   there are not. The format "xml" of the same library is right.
#   Lists of plain numbers are usual in SHACL (sh:in), in OWL (owl:oneOf of a data range) and in GeoJSON-LD.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys, warnings

warnings.simplefilter("ignore")
import pyoxigraph
import rdflib

FIRST = str(rdflib.RDF.first)
graph = rdflib.Graph().parse(data="@prefix : <https://example.org/> . :x :sizes ( 1 2 ) .", format="turtle")


def members(style):
    """The members of the list after it was written in this style, read by a peer."""
    text = graph.serialize(format=style)
    triples = pyoxigraph.parse(
        text, format=pyoxigraph.RdfFormat.RDF_XML, base_iri="https://example.org/doc/"
    )
    return sorted(str(triple.object) for triple in triples if triple.predicate.value == FIRST)


plain, pretty = members("xml"), members("pretty-xml")
print("xml:", plain, "pretty-xml:", pretty)
number = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
as_written = plain == [number.format(1), number.format(2)]
as_seen = {"<https://example.org/doc/1>", "<https://example.org/doc/2>"} <= set(pretty)
sys.exit(0 if as_written and as_seen else 1)
PYTHON
