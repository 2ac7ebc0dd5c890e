#!/usr/bin/env bash
# RDF4J: its Turtle writer gives numbers other letters, so 01 and 1 become one statement; N-Triples keeps both.
#
# Versions: rdf4j-rio-turtle and rdf4j-rio-ntriples 5.2.0, JDK 17.
# Expected: RDF 1.1 Concepts (3.3): literals are term-equal if their letters and datatypes are; "1"^^xsd:integer and
#   "01"^^xsd:integer are two terms with one value. Turtle (2.5.2) can write both, 1 and 01, so a graph is the same in
#   Turtle and in N-Triples.
# Seen: integers, decimals and doubles are written in their canonical form, so codes as 0042 lose their zeros,
#   statements become fewer, and a comparison or a hash over the triples differs by the format that a store went
#   through. No error. A text (the control) keeps its letters.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-ntriples</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import java.io.StringWriter;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    String text = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:p> 1, 01, 0042, 1.50, 1.5, 1.0e0, 1e0, \"01\" .";
    var model = Rio.parse(new StringReader(text), "", RDFFormat.TURTLE);
    for (RDFFormat format : new RDFFormat[] {RDFFormat.NTRIPLES, RDFFormat.TURTLE}) {
      var out = new StringWriter();
      Rio.write(model, out, format);
      var read = Rio.parse(new StringReader(out.toString()), "", format);
      System.out.println(format.getName() + ": " + model.size() + " statements before, " + read.size() + " after, "
          + read.objects().stream().map(value -> value.stringValue()).sorted().toList());
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
N-Triples: 8 statements before, 8 after, [0042, 01, 01, 1, 1.0e0, 1.5, 1.50, 1e0]
Turtle: 8 statements before, 5 after, [01, 1, 1.0E0, 1.5, 42]
SEEN
