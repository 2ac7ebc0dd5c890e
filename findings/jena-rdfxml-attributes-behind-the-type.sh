#!/usr/bin/env bash
# Jena: in RDF/XML all properties that are written as attributes behind an rdf:type attribute are lost.
#
# Versions: jena-arq 5.6.0, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: RDF/XML (2.5; 7.2.11, nodeElement): each property attribute gives a statement, rdf:type one with an IRI.
#   In XML 1.0 (3.1) "the order of attribute specifications in a start-tag or empty-element tag is not significant".
# Seen: with rdf:type first only the type is read; with it in the middle, what stands before it. The name and the mail
#   of a person are gone, whatever their value, in a node as in an empty property element. No error or warning. With
#   rdf:type as the last attribute, or as an element (the controls), all is read. An XML tool that sorts attributes
#   decides what the data says.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
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
cat > data.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/" xml:base="https://example.org/">
<rdf:Description rdf:about="first" rdf:type="https://example.org/Person" e:name="Ann" e:mail="a"/>
<rdf:Description rdf:about="middle" e:name="Ann" rdf:type="https://example.org/Person" e:mail="a"/>
<rdf:Description rdf:about="last" e:name="Ann" e:mail="a" rdf:type="https://example.org/Person"/>
<rdf:Description rdf:about="element" e:name="Ann" e:mail="a"><rdf:type rdf:resource="https://example.org/Person"/></rdf:Description>
</rdf:RDF>
XML
cat > Finding.java <<'JAVA'
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;

public class Finding {
  public static void main(String[] arguments) {
    RDFParser.source("data.rdf").lang(Lang.RDFXML).toGraph().stream()
        .map(triple -> triple.getSubject().getLocalName() + " " + triple.getPredicate().getLocalName()).sorted()
        .forEach(line -> System.out.println("Jena " + line));
  }
}
JAVA
cat > read.py <<'PYTHON'
from collections import Counter

import pyoxigraph

quads = pyoxigraph.parse(path="data.rdf", format=pyoxigraph.RdfFormat.RDF_XML)
for name, number in sorted(Counter(quad.subject.value.split("/")[-1] for quad in quads).items()):
    print("pyoxigraph", name, number, "statements")
PYTHON
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
Jena element mail
Jena element name
Jena element type
Jena first type
Jena last mail
Jena last name
Jena last type
Jena middle name
Jena middle type
pyoxigraph element 3 statements
pyoxigraph first 3 statements
pyoxigraph last 3 statements
pyoxigraph middle 3 statements
SEEN
