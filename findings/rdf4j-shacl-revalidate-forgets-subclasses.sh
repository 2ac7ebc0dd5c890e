#!/usr/bin/env bash
# RDF4J: revalidate() of ShaclSail does not look at rdfs:subClassOf, though each commit does.
#
# Versions: rdf4j-shacl 5.0.3, JDK 17.
# Expected: revalidate() says of a store what its commits said. A value of a subclass of the class that
#   sh:class asks for is fine (SHACL 4.1.1 and 1.1, SHACL instances).
# Seen: the commit in bulk is accepted, and revalidate() reports a violation of sh:class on the same data.
#   Who revalidates at night is told of faults that are none; a commit in bulk with one harmless triple
#   judges everything correctly.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-shacl</artifactId><version>5.0.3</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-repository-sail</artifactId><version>5.0.3</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-sail-memory</artifactId><version>5.0.3</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.0.3</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import org.eclipse.rdf4j.model.vocabulary.RDF4J;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.memory.MemoryStore;
import org.eclipse.rdf4j.sail.shacl.ShaclSail;
import org.eclipse.rdf4j.sail.shacl.ShaclSailConnection;

public class Finding {
  static final String PREFIXES =
      "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
          + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . ";

  public static void main(String[] arguments) throws Exception {
    var repository = new SailRepository(new ShaclSail(new MemoryStore()));
    repository.init();
    try (var connection = repository.getConnection()) {
      connection.begin();
      connection.add(
          new StringReader(
              PREFIXES
                  + "ex:Shape a sh:NodeShape ; sh:targetClass ex:Person ;"
                  + "  sh:property [ sh:path ex:pet ; sh:class ex:Animal ] ."),
          "",
          RDFFormat.TURTLE,
          RDF4J.SHACL_SHAPE_GRAPH);
      connection.commit();
      connection.begin(ShaclSail.TransactionSettings.ValidationApproach.Bulk);
      connection.add(
          new StringReader(
              PREFIXES
                  + "ex:Cat rdfs:subClassOf ex:Animal . ex:tom a ex:Cat ."
                  + "ex:ann a ex:Person ; ex:pet ex:tom ."),
          "",
          RDFFormat.TURTLE);
      connection.commit(); // a violation would end it here
      connection.begin();
      var report = ((ShaclSailConnection) connection.getSailConnection()).revalidate();
      connection.commit();
      int results = report.getValidationResult().size();
      System.out.println("commit in bulk: accepted; revalidate(): " + results + " violation(s)");
      repository.shutDown();
      System.exit(results == 1 ? 0 : 1);
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
