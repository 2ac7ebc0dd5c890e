#!/usr/bin/env bash
# Jena: <https://example.org/a/../b>, written in full, is another IRI when it is read as Turtle than as N-Triples.
#
# Versions: jena-arq 5.6.0, JDK 17; pyoxigraph 0.5.13 and rdflib 7.6.0 as peers.
# Expected: Turtle (6.3) resolves relative IRIs, and of normalization says that none is performed; RDF 1.1 Concepts
#   (3.2): IRIs are equal if their characters are. Each N-Triples document is a Turtle document (Turtle, 1), so one
#   file has one graph whichever of the two readers is used.
# Seen: the reader of Turtle takes ".." and "." out of a full IRI, too, as RFC 3986 (5.2.2) does it for a reference
#   with a scheme; the reader of N-Triples keeps them. So a graph that Jena reads from N-Triples and writes as Turtle
#   comes back with other names, and two things may become one. No error. The peers keep the IRI in both. An IRI
#   without dots (the control) stays.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > data.nt <<'TRIPLES'
<https://example.org/a/../b> <https://example.org/p> <https://example.org/./c> .
<https://example.org/d> <https://example.org/p> <https://example.org/e> .
TRIPLES
cat > Finding.java <<'JAVA'
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;

public class Finding {
  public static void main(String[] arguments) {
    for (Lang lang : new Lang[] {Lang.NTRIPLES, Lang.TURTLE}) {
      var graph = RDFParser.source("data.nt").forceLang(lang).toGraph();
      graph.stream().map(triple -> triple.getSubject() + " " + triple.getObject()).sorted()
          .forEach(line -> System.out.println("Jena " + lang.getName() + " " + line));
    }
  }
}
JAVA
cat > read.py <<'PYTHON'
import pyoxigraph
import rdflib

for quad in sorted(pyoxigraph.parse(path="data.nt", format=pyoxigraph.RdfFormat.TURTLE), key=str):
    print("pyoxigraph Turtle", quad.subject.value, quad.object.value)
for subject, _, value in sorted(rdflib.Graph().parse("data.nt", format="turtle")):
    print("rdflib Turtle", subject, value)
PYTHON
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
Jena N-Triples https://example.org/a/../b https://example.org/./c
Jena N-Triples https://example.org/d https://example.org/e
Jena Turtle https://example.org/b https://example.org/c
Jena Turtle https://example.org/d https://example.org/e
pyoxigraph Turtle https://example.org/a/../b https://example.org/./c
pyoxigraph Turtle https://example.org/d https://example.org/e
rdflib Turtle https://example.org/a/../b https://example.org/./c
rdflib Turtle https://example.org/d https://example.org/e
SEEN
