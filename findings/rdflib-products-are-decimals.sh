#!/usr/bin/env bash
# rdflib: in SPARQL 2 * 3 is an xsd:decimal, a double times an integer too; and a double by zero is an error.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.3, Operator Mapping; 17.1): "*" and "/" are op:numeric-multiply and -divide of XPath, with
#   the type promotion of XPath 2.0 (B.1): two integers give an integer, and with a double in it the result is a double.
#   By XPath (Functions and Operators 2.0, 6.2.4) a positive double by zero is INF, and no error.
# Seen: COUNT(?x) * 2 is a decimal, which a shape with sh:datatype xsd:integer refuses and which no pattern with the
#   integer finds. 0.1e0 * 3 is "0.3000000000000000166533453694"^^xsd:decimal; a float by an integer is a decimal; 1e0 /
#   0 is an error, so its row is dropped. "+", "-" and 3 * 0.1e0, the same with its operands changed about (the
#   controls), have the right type.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > compare.py <<'PYTHON'
import pyoxigraph
import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
for expression in ["2 * 3", "2 + 3", "0.1e0 * 3", "3 * 0.1e0", "1e0 / 4", '"3"^^xsd:float / 2', "0.1e0 + 3", "1e0 / 0"]:
    query = f"PREFIX xsd: <{XSD}> SELECT (COALESCE({expression}, 'no value') AS ?value) {{}}"
    by_rdflib = next(iter(rdflib.Graph().query(query)))[0]
    by_pyoxigraph = next(iter(pyoxigraph.Store().query(query)))[0]
    kind = str(by_rdflib.datatype or "text").removeprefix(XSD)
    peer = by_pyoxigraph.datatype.value.removeprefix(XSD)
    print(f"{expression}. rdflib: {kind} {by_rdflib}; pyoxigraph: {peer} {by_pyoxigraph.value}")
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
2 * 3. rdflib: decimal 6; pyoxigraph: integer 6
2 + 3. rdflib: integer 5; pyoxigraph: integer 5
0.1e0 * 3. rdflib: decimal 0.3000000000000000166533453694; pyoxigraph: double 0.30000000000000004
3 * 0.1e0. rdflib: double 0.30000000000000004; pyoxigraph: double 0.30000000000000004
1e0 / 4. rdflib: decimal 0.25; pyoxigraph: double 0.25
"3"^^xsd:float / 2. rdflib: decimal 1.5; pyoxigraph: float 1.5
0.1e0 + 3. rdflib: double 3.1; pyoxigraph: double 3.1
1e0 / 0. rdflib: text no value; pyoxigraph: double INF
SEEN
