#!/usr/bin/env bash
# hdt-java: "colour"@en-GB of a file is not found when it is asked for, and "board"^^xsd:string is not "board".
#
# Versions: org.rdfhdt:hdt-java-core 3.0.10, JDK 17.
# Expected: RDF 1.1 Concepts (3.3, Literals): language tags may be converted to lower case, and their values are always
#   lower case, so @en-GB and @en-gb are one; a simple literal is one with xsd:string. A search takes the term in
#   whatever of these ways.
# Seen: the tags are in lower case in the HDT file, and the search compares letters, so the term in the very form that
#   the source has finds nothing, while @en-gb finds it. With the datatype xsd:string, as SPARQL results and other
#   stores may give a text, nothing is found. No error: it reads like an absent statement. A text, and a tag without
#   capitals (the controls), are found.
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
    String statement = "<https://example.org/a> <https://example.org/p> ";
    Files.writeString(Path.of("data.nt"), statement + "\"colour\"@en-GB .\n" + statement + "\"Farbe\"@de .\n" + statement + "\"board\" .\n");
    var hdt = HDTManager.generateHDT("data.nt", "https://example.org/", RDFNotation.NTRIPLES, new HDTSpecification(), null);
    for (String term : new String[] {"\"colour\"@en-GB", "\"colour\"@en-gb", "\"Farbe\"@DE", "\"Farbe\"@de",
        "\"board\"^^<http://www.w3.org/2001/XMLSchema#string>", "\"board\""}) {
      int found = 0;
      for (var results = hdt.search("", "", term); results.hasNext(); results.next()) found++;
      System.out.println(term + " -> " + found);
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
"colour"@en-GB -> 0
"colour"@en-gb -> 1
"Farbe"@DE -> 0
"Farbe"@de -> 1
"board"^^<http://www.w3.org/2001/XMLSchema#string> -> 0
"board" -> 1
SEEN
