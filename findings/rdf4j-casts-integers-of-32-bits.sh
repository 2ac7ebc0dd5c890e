#!/usr/bin/env bash
# RDF4J: xsd:integer("3000000000") has no value, since the cast knows 32 bits only; xsd:boolean(0.0) is true.
#
# Versions: rdf4j-sail-memory 5.2.0, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.5): a text is cast to xsd:integer if it is a lexical form of it, and XML Schema 1.1 (part 2,
#   3.4.13) has integers without an end. By XPath 2.0 (Functions and Operators, 17.1) zero of any number type is false.
# Seen: from 2147483648 on the cast is an error: the row is dropped by a FILTER, and left out of a sum of numbers that
#   a CSV file holds as texts. By way of xsd:decimal, or with STRDT (the controls), the same text is a number. And
#   xsd:boolean of the decimal 0.0 is true; of 0 and 0e0 it is false.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
:ann :cost "2147483647" . :ben :cost "2147483648" .
TURTLE
cat > queries.txt <<'QUERIES'
SELECT ?cost (xsd:integer(?cost) AS ?number) { ?who :cost ?cost }
SELECT (COUNT(?who) AS ?n) { ?who :cost ?cost FILTER(xsd:integer(?cost) > 1000) }
SELECT ?cost (xsd:integer(xsd:decimal(?cost)) AS ?a) (STRDT(?cost, xsd:integer) AS ?b) { ?who :cost ?cost }
SELECT (xsd:boolean(0.0) AS ?a) (xsd:boolean(0) AS ?b) (xsd:boolean(0e0) AS ?c) { }
QUERIES
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-repository-sail</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-sail-memory</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-queryparser-sparql</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > ByRdf4j.java <<'JAVA'
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

public class ByRdf4j {
  public static void main(String[] arguments) throws Exception {
    String prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
    try (var connection = new SailRepository(new MemoryStore()).getConnection()) {
      connection.add(new StringReader(Files.readString(Path.of("data.ttl"))), "", RDFFormat.TURTLE);
      for (String query : Files.readAllLines(Path.of("queries.txt"))) {
        var rows = new ArrayList<String>();
        try (var result = connection.prepareTupleQuery(prefixes + query).evaluate()) {
          while (result.hasNext()) {
            var row = result.next();
            var cells = new ArrayList<String>();
            for (String name : result.getBindingNames()) {
              cells.add(row.hasBinding(name) ? row.getValue(name).stringValue().replace("https://example.org/", ":") : "-");
            }
            rows.add(String.join(" ", cells));
          }
        }
        Collections.sort(rows);
        System.out.println("rdf4j: " + String.join(" | ", rows));
      }
    }
  }
}
JAVA
cat > by_peer.py <<'PYTHON'
import pyoxigraph

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
store = pyoxigraph.Store()
store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
for query in open("queries.txt"):
    rows = [" ".join(value.value if value else "-" for value in row) for row in store.query(PREFIXES + query)]
    print("pyoxigraph:", " | ".join(sorted(rows)).replace("https://example.org/", ":"))
PYTHON
{ java -Xmx256m -cp 'jars/*' ByRdf4j.java; venv/bin/python by_peer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
rdf4j: 2147483647 2147483647 | 2147483648 -
rdf4j: 1
rdf4j: 2147483647 2147483647 2147483647 | 2147483648 2147483648 2147483648
rdf4j: true false false
pyoxigraph: 2147483647 2147483647 | 2147483648 2147483648
pyoxigraph: 2
pyoxigraph: 2147483647 2147483647 2147483647 | 2147483648 2147483648 2147483648
pyoxigraph: false false false
SEEN
