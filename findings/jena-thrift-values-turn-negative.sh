#!/usr/bin/env bash
# Jena: in RDF Thrift with encoded values an integer of 20 digits becomes a negative one.
#
# Versions: jena-arq 5.6.0, JDK 17.
# Expected: XML Schema (part 2, 3.3.13): xsd:integer has no greatest value. The format RDF_THRIFT_VALUES writes
#   numbers as values, so letters as "01" may become 1; the value is the same.
# Seen: what does not fit 64 bits loses its upper bits: 12345678901234567890 is read as -6101065172474983726, and 2^64
#   as 0. Account numbers, identifiers and sums are other numbers after a file or a message in this format. No error.
#   RDF_THRIFT without values, and integers of 64 bits (the controls), are right.
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
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RDFWriter;

public class Finding {
  public static void main(String[] arguments) {
    for (RDFFormat format : new RDFFormat[] {RDFFormat.RDF_THRIFT_VALUES, RDFFormat.RDF_THRIFT}) {
      for (String number : new String[] {"12345678901234567890", "18446744073709551616", "9223372036854775807"}) {
        var graph = RDFParser.fromString("<urn:a> <urn:p> " + number + " .", Lang.TURTLE).toGraph();
        var bytes = new ByteArrayOutputStream();
        RDFWriter.create().source(graph).format(format).output(bytes);
        var read = RDFParser.source(new ByteArrayInputStream(bytes.toByteArray())).lang(Lang.RDFTHRIFT).toGraph();
        System.out.println(format + " " + number + " is read as " + read.find().next().getObject().getLiteralLexicalForm());
      }
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
RDF-THRIFT_Value 12345678901234567890 is read as -6101065172474983726
RDF-THRIFT_Value 18446744073709551616 is read as 0
RDF-THRIFT_Value 9223372036854775807 is read as 9223372036854775807
RDF-THRIFT 12345678901234567890 is read as 12345678901234567890
RDF-THRIFT 18446744073709551616 is read as 18446744073709551616
RDF-THRIFT 9223372036854775807 is read as 9223372036854775807
SEEN
