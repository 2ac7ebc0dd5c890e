#!/usr/bin/env bash
# RDF4J: with "@vocab": "#" in JSON-LD all properties are other IRIs, since the "#" is lost.
#
# Versions: rdf4j-rio-jsonld 5.2.0, JDK 17; jena-arq 5.6.0 as peer.
# Expected: JSON-LD 1.1 (4.1.4, Using the Document Base for the Default Vocabulary): with "@vocab": "#" a term is a
#   fragment of the document: "name" is <https://example.org/doc#name>.
# Seen: <https://example.org/docname>: the sign is left out, and the term hung on to the name of the document. It is a
#   good IRI, so nothing shows it; a query for the property of the peer finds nothing. No error. An absolute
#   vocabulary (the control) is right.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-jsonld</artifactId><version>5.2.0</version></dependency>
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
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (String vocabulary : new String[] {"#", "https://example.org/terms#"}) {
      String text = "{\"@context\": {\"@base\": \"https://example.org/doc\", \"@vocab\": \"" + vocabulary + "\"}, \"@id\": \"#ann\", \"name\": \"Ann\"}";
      Rio.parse(new StringReader(text), "https://example.org/doc", RDFFormat.JSONLD)
          .forEach(each -> System.out.println(vocabulary + " RDF4J " + each.getSubject() + " " + each.getPredicate()));
      RDFParser.fromString(text, Lang.JSONLD).base("https://example.org/doc").toGraph().stream()
          .forEach(each -> System.out.println(vocabulary + " Jena " + each.getSubject() + " " + each.getPredicate()));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
# RDF4J https://example.org/doc#ann https://example.org/docname
# Jena https://example.org/doc#ann https://example.org/doc#name
https://example.org/terms# RDF4J https://example.org/doc#ann https://example.org/terms#name
https://example.org/terms# Jena https://example.org/doc#ann https://example.org/terms#name
SEEN
