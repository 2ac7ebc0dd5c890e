#!/usr/bin/env bash
# hdt-java: N-Quads are read as triples, so what a graph only quotes is a statement of the file, and two become one.
#
# Versions: org.rdfhdt:hdt-java-core 3.0.10, JDK 17.
# Expected: RDF 1.1 N-Quads (2.1 and 3): the fourth term names the graph that a statement is in; HDT keeps triples.
#   RDFNotation.NQUAD is among the formats for generateHDT; a file whose graphs cannot be kept is refused, or the loss
#   is told.
# Seen: the fourth term is dropped. What one version says and another one denies stands side by side, equal statements
#   of two graphs are one, and rdf2hdt of a dump loses where each statement is from. No error, no warning. Triples in
#   N-Triples, and the number of lines that differ without their graph (the controls), are right.
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
    <dependency><groupId>org.rdfhdt</groupId><artifactId>hdt-java-core</artifactId><version>3.0.10</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.rdfhdt.hdt.enums.RDFNotation;
import org.rdfhdt.hdt.hdt.HDTManager;
import org.rdfhdt.hdt.options.HDTSpecification;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    String may = "<https://example.org/ann> <https://example.org/may> \"sign\"";
    String not = "<https://example.org/ann> <https://example.org/mayNot> \"sign\"";
    Files.writeString(Path.of("data.nq"), may + " <https://example.org/2025> .\n" + not + " <https://example.org/2026> .\n" + not + " .\n");
    Files.writeString(Path.of("data.nt"), may + " .\n" + not + " .\n");
    for (var notation : new RDFNotation[] {RDFNotation.NQUAD, RDFNotation.NTRIPLES}) {
      String file = notation == RDFNotation.NQUAD ? "data.nq" : "data.nt";
      var hdt = HDTManager.generateHDT(file, "https://example.org/", notation, new HDTSpecification(), null);
      System.out.println(notation + ": " + Files.readAllLines(Path.of(file)).size() + " lines");
      for (var results = hdt.search("", "", ""); results.hasNext();) System.out.println("  " + results.next());
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
NQUAD: 3 lines
  https://example.org/ann https://example.org/may "sign"
  https://example.org/ann https://example.org/mayNot "sign"
NTRIPLES: 2 lines
  https://example.org/ann https://example.org/may "sign"
  https://example.org/ann https://example.org/mayNot "sign"
SEEN
