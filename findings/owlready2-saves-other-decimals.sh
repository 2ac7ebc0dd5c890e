#!/usr/bin/env bash
# Owlready2: opening and saving a file changes decimals, and writes numbers that are none.
#
# Versions: owlready2 0.51; pyoxigraph 0.5.13 reads what was written.
# Expected: a file that is opened and saved says the same. XML Schema 1.1 (part 2, 3.3.3): xsd:decimal has all its
#   digits and no exponent; 3.3.5: the infinity of xsd:double is INF; 5.4: a program need not take more than 16 digits,
#   but a value "must not be quietly changed". OWL 2 (Structural Specification, 4.1, 4.2) takes the datatypes over.
# Seen: numbers become floats of 64 bits when they are read. 12345678901234567.89 is saved as
#   "1.2345678901234568e+16"^^xsd:decimal, another value and no decimal; an account number with 20 digits behind the
#   point loses half of them; INF becomes "inf". Nothing is said, and a reader that checks finds ill-typed literals. An
#   xsd:integer (the control) keeps its 16 digits.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  owlready2==0.51 pyoxigraph==0.5.13
cd "$folder"
cat > ontology.nt <<'TRIPLES'
<https://example.org/o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Ontology> .
<https://example.org/o#value> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#DatatypeProperty> .
<https://example.org/o#a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#NamedIndividual> .
<https://example.org/o#a> <https://example.org/o#value> "12345678901234567.89"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<https://example.org/o#a> <https://example.org/o#value> "0.12345678901234567890"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<https://example.org/o#a> <https://example.org/o#value> "INF"^^<http://www.w3.org/2001/XMLSchema#double> .
<https://example.org/o#a> <https://example.org/o#value> "9007199254740993"^^<http://www.w3.org/2001/XMLSchema#integer> .
TRIPLES
cat > open_and_save.py <<'PYTHON'
from pathlib import Path

import owlready2
import pyoxigraph

ontology = owlready2.World().get_ontology(Path("ontology.nt").absolute().as_uri()).load()
for form, reader in (("ntriples", pyoxigraph.RdfFormat.N_TRIPLES), ("rdfxml", pyoxigraph.RdfFormat.RDF_XML)):
    ontology.save(file="saved", format=form)
    values = [triple.object for triple in pyoxigraph.parse(path="saved", format=reader) if triple.predicate.value.endswith("#value")]
    print(form, *sorted(f"{value.value} ({value.datatype.value.partition('#')[2]})" for value in values), sep="; ")
PYTHON
venv/bin/python open_and_save.py | tee seen.txt
diff seen.txt - <<'SEEN'
ntriples; 0.12345678901234568 (decimal); 1.2345678901234568e+16 (decimal); 9007199254740993 (integer); inf (double)
rdfxml; 0.12345678901234568 (decimal); 1.2345678901234568e+16 (decimal); 9007199254740993 (integer); inf (double)
SEEN
