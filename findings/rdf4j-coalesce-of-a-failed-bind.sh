#!/usr/bin/env bash
# RDF4J: COALESCE gives nothing for a variable whose BIND failed, though it is made for just that.
#
# Versions: rdf4j-sail-memory 5.2.0, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (10, Assignment; 18.5, Extend): an expression that is an error leaves the variable without a
#   value. 17.4.1.3: COALESCE answers with the first expression that is no error, and a variable without a value is one.
# Seen: BIND(?days / ?none AS ?rate) BIND(COALESCE(?rate, 0) AS ?shown) leaves ?shown empty, too; so do columns of
#   SELECT. BOUND(?rate) says false, as it should, and COALESCE with the expression itself, or of a variable of an
#   OPTIONAL (the controls), gives the 0. A sum over ?shown then leaves the row out.
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
:ann :days 6 ; :people 3 . :ben :days 6 ; :people 0 .
TURTLE
cat > queries.txt <<'QUERIES'
SELECT ?who ?shown { ?who :days ?d ; :people ?p BIND(?d / ?p AS ?rate) BIND(COALESCE(?rate, 0) AS ?shown) }
SELECT ?who (?d / ?p AS ?rate) (COALESCE(?rate, 0) AS ?shown) { ?who :days ?d ; :people ?p }
SELECT ?who ?shown { ?who :days ?d ; :people ?p BIND(COALESCE(?d / ?p, 0) AS ?shown) }
SELECT ?who ?shown { ?who :days ?d OPTIONAL { ?who :rate ?rate } BIND(COALESCE(?rate, 0) AS ?shown) }
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
rdf4j: :ann 2 | :ben -
rdf4j: :ann 2 2 | :ben - -
rdf4j: :ann 2 | :ben 0
rdf4j: :ann 0 | :ben 0
pyoxigraph: :ann 2 | :ben 0
pyoxigraph: :ann 2 2 | :ben - 0
pyoxigraph: :ann 2 | :ben 0
pyoxigraph: :ann 0 | :ben 0
SEEN
