#!/usr/bin/env bash
# RDF4J: Models.isomorphic says that two datasets are the same, of which one speaks of one thing and one of two.
#
# Versions: rdf4j-model 5.2.0, rdf4j-rio-nquads 5.2.0, JDK 17; Jena 5.6.0 as peer.
# Expected: RDF 1.1 Concepts (4.1, RDF Dataset Comparison): datasets are isomorphic if one bijection between their
#   nodes fits all graphs. Blank nodes may be shared between graphs (4), so "who is young in one graph and tall in the
#   other" is not "somebody is young, and somebody is tall".
# Seen: true. Where the two statements are in one graph (the control) it is false, so each graph is compared for
#   itself. Tests of writers and of stores compare with it, so a writer that takes shared nodes apart passes. No
#   error.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-nquads</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.util.IsoMatcher;
import org.eclipse.rdf4j.model.util.Models;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  static String data(String second, String graph) {
    return "_:x <https://example.org/is> \"young\" <https://example.org/g1> .\n"
        + second + " <https://example.org/is> \"tall\" <https://example.org/" + graph + "> .\n";
  }

  public static void main(String[] arguments) throws Exception {
    for (String graph : new String[] {"g2", "g1"}) {
      String one = data("_:x", graph);
      String two = data("_:y", graph);
      boolean rdf4j = Models.isomorphic(Rio.parse(new StringReader(one), "", RDFFormat.NQUADS),
          Rio.parse(new StringReader(two), "", RDFFormat.NQUADS));
      boolean jena = IsoMatcher.isomorphic(RDFParser.fromString(one, Lang.NQUADS).toDatasetGraph(),
          RDFParser.fromString(two, Lang.NQUADS).toDatasetGraph());
      System.out.println("second statement in " + graph + ": RDF4J " + rdf4j + ", Jena " + jena);
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
second statement in g2: RDF4J true, Jena false
second statement in g1: RDF4J false, Jena false
SEEN
