#!/usr/bin/env bash
# RDF4J: a join of two groups that each have an OPTIONAL loses the rows where only one of them has a value.
#
# Versions: rdf4j-sail-memory 5.2.0, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (18.3, Compatible Mappings; 18.5, Join): rows fit each other if those variables that both have
#   are equal. A row without a nickname fits one with it, and the result has the nickname.
# Seen: "no value" is looked up in a hash table as if it were a value. Of three people, the one without any name is
#   left; those with a nickname here or a mail name there are gone, without an error. The same pattern in one group (the
#   control) gives all three. The cause was told in 2019 (eclipse-rdf4j/rdf4j issue 1506, closed).
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
:ann :grade 1 . :ben :grade 2 ; :nick "Benno" . :cem :grade 3 ; :mail "cem" .
TURTLE
cat > queries.txt <<'QUERIES'
SELECT ?who ?name { { ?who :grade ?g OPTIONAL { ?who :nick ?name } } { ?who :grade ?g OPTIONAL { ?who :mail ?name } } }
SELECT ?x ?y { { VALUES (?x ?y) { (1 UNDEF) } } { VALUES (?x ?y) { (UNDEF 2) } } }
SELECT ?who ?name { ?who :grade ?g OPTIONAL { ?who :nick ?name } OPTIONAL { ?who :mail ?name } }
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
rdf4j: :ann -
rdf4j: 
rdf4j: :ann - | :ben Benno | :cem cem
pyoxigraph: :ann - | :ben Benno | :cem cem
pyoxigraph: 1 2
pyoxigraph: :ann - | :ben Benno | :cem cem
SEEN
