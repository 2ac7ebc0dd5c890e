#!/usr/bin/env bash
# ROBOT: a cell of a template that is no integer ends as a bare word in the Turtle, which nothing can read.
#
# Versions: org.obolibrary.robot:robot-command 1.9.8, JDK 17; rdflib 7.6.0 and pyoxigraph 0.5.13 as readers.
# Expected: documentation (Template): AT "will be interpreted as a typed annotation", and a row with errors stops the
#   command. Turtle (2.5.2): a literal without quotation marks is one whose text is that of an integer, decimal or double.
# Seen: "twelve" in a column of xsd:integer passes with exit code 0 and is written as twelve, so neither ROBOT itself nor
#   another reader takes the file; "1.5" is written as 1.5 and is another datatype when it is read. With "12", and in
#   RDF/XML (the controls), text and datatype are kept.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.obolibrary.robot</groupId><artifactId>robot-command</artifactId><version>1.9.8</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
robot() { java -Xmx512m -cp 'jars/*' org.obolibrary.robot.CommandLineInterface --prefix "ex: https://example.org/" "$@" >/dev/null 2>&1; }
cat > read.py <<'PYTHON'
import sys

import pyoxigraph
import rdflib

file, format = sys.argv[1], sys.argv[2]
for name, read in (
    ("rdflib", lambda: [o.n3() for o in rdflib.Graph().parse(file, format=format).objects(None, rdflib.URIRef("https://example.org/hours"))]),
    ("pyoxigraph", lambda: [str(q.object) for q in pyoxigraph.parse(path=file) if str(q.predicate) == "<https://example.org/hours>"]),
):
    try:
        print(" ", name, *[each.replace("http://www.w3.org/2001/XMLSchema#", "xsd:") for each in read()])
    except Exception:
        print(" ", name, "cannot read it")
PYTHON
for cell in 12 1.5 twelve; do
  printf 'ID,Hours\nID,AT ex:hours^^xsd:integer\nex:pilot,%s\n' "$cell" > template.csv
  for file in out.ttl out.rdf; do
    robot template --template template.csv convert --format "$([ $file = out.ttl ] && echo ttl || echo owl)" --output $file && code=0 || code=$?
    echo "cell $cell, $file, exit code $code"
    venv/bin/python -W ignore read.py $file "$([ $file = out.ttl ] && echo turtle || echo xml)" 2>/dev/null
  done
  robot convert --input out.ttl --output again.owl && echo "  ROBOT reads its Turtle" || echo "  ROBOT cannot read its Turtle"
done | tee seen.txt
diff seen.txt - <<'SEEN'
cell 12, out.ttl, exit code 0
  rdflib "12"^^<xsd:integer>
  pyoxigraph "12"^^<xsd:integer>
cell 12, out.rdf, exit code 0
  rdflib "12"^^<xsd:integer>
  pyoxigraph "12"^^<xsd:integer>
  ROBOT reads its Turtle
cell 1.5, out.ttl, exit code 0
  rdflib "1.5"^^<xsd:decimal>
  pyoxigraph "1.5"^^<xsd:decimal>
cell 1.5, out.rdf, exit code 0
  rdflib "1.5"^^<xsd:integer>
  pyoxigraph "1.5"^^<xsd:integer>
  ROBOT reads its Turtle
cell twelve, out.ttl, exit code 0
  rdflib cannot read it
  pyoxigraph cannot read it
cell twelve, out.rdf, exit code 0
  rdflib "twelve"^^<xsd:integer>
  pyoxigraph "twelve"^^<xsd:integer>
  ROBOT cannot read its Turtle
SEEN
