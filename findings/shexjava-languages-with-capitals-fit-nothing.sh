#!/usr/bin/env bash
# ShExJava: [@en-GB] takes no text at all, and "English, but not British" takes British English.
#
# Versions: fr.inria.lille.shexjava:shexjava-core 1.0, JDK 17.
# Expected: ShEx 2.1 (values constraint): a language in a value set takes the texts with that tag, and an exclusion from
#   a stem takes them out. Tags have no case (RDF 1.1 Concepts, 3.3; RFC 5646, 2.1.1), and en-GB is their usual form.
# Seen: a tag with capitals in the schema fits no text, whatever its letters in the data. So valid data is refused, and
#   what an exclusion forbids is taken. With a stem as the exclusion, with small letters in the schema, and for IRIs
#   and texts (the controls) it holds. Both ways of validation agree.
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
    <dependency><groupId>fr.inria.lille.shexjava</groupId><artifactId>shexjava-core</artifactId><version>1.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import fr.inria.lille.shexjava.graph.RDF4JGraph;
import fr.inria.lille.shexjava.schema.Label;
import fr.inria.lille.shexjava.schema.parsing.GenParser;
import fr.inria.lille.shexjava.validation.RecursiveValidation;
import fr.inria.lille.shexjava.validation.RefineValidation;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.rdf4j.model.impl.SimpleValueFactory;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  // Whether :a with these statements conforms, by the two ways of validation.
  static void told(String shape, String... statements) throws Exception {
    var path = Path.of("schema.shex");
    Files.writeString(path, "PREFIX : <https://example.org/>\n:S " + shape + "\n");
    var a = SimpleValueFactory.getInstance().createIRI("https://example.org/a");
    var label = new Label(SimpleValueFactory.getInstance().createIRI("https://example.org/S"));
    for (String text : statements) {
      String answer;
      try {
        var schema = GenParser.parseSchema(path);
        var data = Rio.parse(new StringReader("@prefix : <https://example.org/> . :a " + text + " ."), "https://example.org/", RDFFormat.TURTLE);
        answer = new RecursiveValidation(schema, new RDF4JGraph(data)).validate(a, label)
            + ", " + new RefineValidation(schema, new RDF4JGraph(data)).validate(a, label);
      } catch (RuntimeException error) {
        answer = error.getClass().getSimpleName();
      }
      System.out.println(shape + " " + text + " -> " + answer);
    }
  }

  public static void main(String[] arguments) throws Exception {
    told("{ :name [@en~ - @en-GB] }", ":name \"x\"@en-GB", ":name \"x\"@en-gb", ":name \"x\"@en-US");
    told("{ :name [@en~ - @en-gb] }", ":name \"x\"@en-GB", ":name \"x\"@en-gb", ":name \"x\"@en-US");
    told("{ :name [@en~ - @en-GB~] }", ":name \"x\"@en-GB", ":name \"x\"@en-US");
    told("{ :name [@en-GB] }", ":name \"x\"@en-GB", ":name \"x\"@en-gb", ":name \"x\"@en-US");
    told("{ :unit [:b~ - :Board] }", ":unit :Board", ":unit :boat");
    told("{ :unit [\"b\"~ - \"bO\"] }", ":unit \"bO\"", ":unit \"boat\"");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
{ :name [@en~ - @en-GB] } :name "x"@en-GB -> true, true
{ :name [@en~ - @en-GB] } :name "x"@en-gb -> true, true
{ :name [@en~ - @en-GB] } :name "x"@en-US -> true, true
{ :name [@en~ - @en-gb] } :name "x"@en-GB -> false, false
{ :name [@en~ - @en-gb] } :name "x"@en-gb -> false, false
{ :name [@en~ - @en-gb] } :name "x"@en-US -> true, true
{ :name [@en~ - @en-GB~] } :name "x"@en-GB -> false, false
{ :name [@en~ - @en-GB~] } :name "x"@en-US -> true, true
{ :name [@en-GB] } :name "x"@en-GB -> false, false
{ :name [@en-GB] } :name "x"@en-gb -> false, false
{ :name [@en-GB] } :name "x"@en-US -> false, false
{ :unit [:b~ - :Board] } :unit :Board -> false, false
{ :unit [:b~ - :Board] } :unit :boat -> true, true
{ :unit ["b"~ - "bO"] } :unit "bO" -> false, false
{ :unit ["b"~ - "bO"] } :unit "boat" -> true, true
SEEN
