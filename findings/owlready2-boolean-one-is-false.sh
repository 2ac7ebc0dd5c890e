#!/usr/bin/env bash
# Owlready2: "1"^^xsd:boolean is read as False.
#
# Versions: owlready2 0.51; pyoxigraph 0.5.13 makes the RDF/XML.
# Expected: XML Schema (part 2, 3.2.2.1): the lexical forms of xsd:boolean are true, false, 1 and 0, and 1 is
#   true. OWL 2 (Structural Specification, 4.4) takes the datatype over. Spreadsheets and SQL export 1 and 0.
# Seen: everything but the letters "true" is False, from N-Triples and from RDF/XML. Nothing says so. The
#   file that it saves still says "1", so the next tool reads the contrary.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  owlready2==0.51 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import io, re, sys

import pyoxigraph
from owlready2 import World

DATA = """@prefix : <https://example.org/doors#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/doors> a owl:Ontology . :Door a owl:Class . :locked a owl:DatatypeProperty .
:front a :Door, owl:NamedIndividual ; :locked FORM ."""


def read(form, style):
    """The value that Owlready2 reads, and the letters that it saves."""
    data = DATA.replace("FORM", form)
    text = pyoxigraph.serialize(
        pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE),
        format=style,
        prefixes={"": "https://example.org/doors#", "owl": "http://www.w3.org/2002/07/owl#"},
    )
    ontology = World().get_ontology("https://example.org/doors").load(fileobj=io.BytesIO(text))
    front = ontology.world["https://example.org/doors#front"]
    (value,) = front.locked
    again = io.BytesIO()
    ontology.save(again, format="ntriples")
    return value, re.search(r'#locked> "(\w+)"', again.getvalue().decode()).group(1)


NT, XML = pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.RDF_XML
one, one_in_xml, true = read('"1"^^xsd:boolean', NT), read('"1"^^xsd:boolean', XML), read("true", NT)
print("(value, saved) of 1:", one, "1 in RDF/XML:", one_in_xml, "true:", true)
sys.exit(0 if (one, one_in_xml, true) == ((False, "1"), (False, "1"), (True, "true")) else 1)
PYTHON
