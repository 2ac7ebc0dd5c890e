#!/usr/bin/env bash
# RDF4J: with a base, <https://example.org/urn:a> is written as <urn:a>, which is another IRI.
#
# Versions: rdf4j-rio-turtle and rdf4j-rio-rdfxml 5.2.0, JDK 17; pyoxigraph 0.5.13 as second reader.
# Expected: RFC 3986 (4.2): "A path segment that contains a colon character ... cannot be used as the first segment of
#   a relative-path reference, as it would be mistaken for a scheme name"; it is written as "./urn:a".
# Seen: Rio.write with a base takes the base off and leaves the rest, so the thing has the name urn:a in the file, and
#   mailto: or an identifier with a colon behind the base become IRIs of other schemes. Both readers agree on that. No
#   error. Names without a colon (the control), and writing without a base, are right.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-rdfxml</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.FileWriter;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.rdf4j.model.impl.LinkedHashModel;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    String base = "https://example.org/";
    var model = new LinkedHashModel();
    for (String name : new String[] {"urn:a", "door"}) {
      model.add(Values.iri(base + name), Values.iri("https://other.example/is"), Values.literal(name));
    }
    for (RDFFormat format : new RDFFormat[] {RDFFormat.TURTLE, RDFFormat.RDFXML}) {
      Path file = Path.of("data." + format.getDefaultFileExtension());
      try (var out = new FileWriter(file.toFile())) {
        Rio.write(model, out, base, format);
      }
      Rio.parse(new StringReader(Files.readString(file)), base, format)
          .forEach(each -> System.out.println("RDF4J " + format.getName() + " " + each.getObject() + " " + each.getSubject()));
    }
  }
}
JAVA
cat > read.py <<'PYTHON'
import pyoxigraph

for file, format in (("data.ttl", pyoxigraph.RdfFormat.TURTLE), ("data.rdf", pyoxigraph.RdfFormat.RDF_XML)):
    for quad in pyoxigraph.parse(path=file, format=format, base_iri="https://example.org/"):
        print("pyoxigraph", file, quad.object, quad.subject)
PYTHON
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
RDF4J Turtle "urn:a" urn:a
RDF4J Turtle "door" https://example.org/door
RDF4J RDF/XML "urn:a" urn:a
RDF4J RDF/XML "door" https://example.org/door
pyoxigraph data.ttl "urn:a" <urn:a>
pyoxigraph data.ttl "door" <https://example.org/door>
pyoxigraph data.rdf "urn:a" <urn:a>
pyoxigraph data.rdf "door" <https://example.org/door>
SEEN
