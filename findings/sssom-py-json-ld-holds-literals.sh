#!/usr/bin/env bash
# sssom-py: JSON that it writes is JSON-LD in which every entity is a text.
#
# Versions: sssom 0.4.21 (with sssom-schema 1.1.0a5), rdflib 7.6.0, pyoxigraph 0.5.13.
# Expected: the JSON that write_json gives has "@type" and "@context", so a JSON-LD reader finds the
#   mapping that write_rdf gives: owl:annotatedSource <https://example.org/a>.
# Seen: the context coerces entities to the *datatype* rdfs:Resource, where "@id" would make IRIs.
#   The prefix of the table is not in the context either. rdflib and pyoxigraph agree on
#   "ex:a"^^rdfs:Resource. No query for the subject finds it, and no tool reports a fault.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  sssom==0.4.21 sssom-schema==1.1.0a5 linkml==1.12.1 linkml-runtime==1.12.1 rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
printf '#mapping_set_id: https://example.org/set\n#license: https://creativecommons.org/licenses/by/4.0/\n#curie_map:\n#  ex: https://example.org/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\nex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\n' > pair.sssom.tsv
venv/bin/python - <<'PYTHON'
import io, logging, sys

logging.disable(logging.CRITICAL)
import pyoxigraph
import rdflib
from sssom.parsers import parse_sssom_table
from sssom.writers import to_rdf_graph, write_json

SOURCE = "http://www.w3.org/2002/07/owl#annotatedSource"
mappings = parse_sssom_table("pair.sssom.tsv")
(in_rdf,) = to_rdf_graph(mappings).objects(None, rdflib.URIRef(SOURCE))
out = io.StringIO()
write_json(mappings, out)
(by_rdflib,) = rdflib.Graph().parse(data=out.getvalue(), format="json-ld").objects(
    None, rdflib.URIRef(SOURCE)
)
quads = pyoxigraph.parse(out.getvalue(), format=pyoxigraph.RdfFormat.JSON_LD)
(by_oxigraph,) = (quad.object for quad in quads if quad.predicate.value == SOURCE)
print("written as RDF:     ", in_rdf.n3())
print("JSON by rdflib:     ", by_rdflib.n3())
print("JSON by pyoxigraph: ", by_oxigraph)
literal = '"ex:a"^^<http://www.w3.org/2000/01/rdf-schema#Resource>'
as_seen = (in_rdf.n3(), by_rdflib.n3(), str(by_oxigraph)) == (
    "<https://example.org/a>", literal, literal
)
sys.exit(0 if as_seen else 1)
PYTHON
