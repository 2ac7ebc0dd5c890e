#!/usr/bin/env bash
# ShExJava: {2,} is exactly two, so three signers are too many; {1,} and {0,} are errors, and a minus is a digit.
#
# Versions: fr.inria.lille.shexjava:shexjava-core 1.0, JDK 17.
# Expected: ShEx 2.1 (compact syntax): {m,} has no upper limit, as {m,*}. TOTALDIGITS (numeric facets) is that of XML
#   Schema, which counts the digits of the number.
# Seen: the open end is read as the lower limit again, so a board with more members than the least number is refused.
#   {1,} ends in an error that speaks of subexpressions, {0,} in one about a repetition of nought. -123 has four
#   digits. {2,*} and + (the controls) are right, and both ways of validation agree.
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
    told("{ :signer .{2,} }", ":signer 1", ":signer 1, 2", ":signer 1, 2, 3", ":signer 1, 2, 3, 4");
    told("{ :signer .{2,*} }", ":signer 1", ":signer 1, 2", ":signer 1, 2, 3");
    told("{ :signer .{1,} }", ":signer 1, 2");
    told("{ :signer .+ }", ":signer 1, 2");
    told("{ :signer .{0,} }", ":signer 1, 2");
    told("{ :balance LITERAL TOTALDIGITS 3 }", ":balance 123", ":balance -123", ":balance -12", ":balance 1234");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
{ :signer .{2,} } :signer 1 -> false, false
{ :signer .{2,} } :signer 1, 2 -> true, true
{ :signer .{2,} } :signer 1, 2, 3 -> false, false
{ :signer .{2,} } :signer 1, 2, 3, 4 -> false, false
{ :signer .{2,*} } :signer 1 -> false, false
{ :signer .{2,*} } :signer 1, 2 -> true, true
{ :signer .{2,*} } :signer 1, 2, 3 -> true, true
{ :signer .{1,} } :signer 1, 2 -> IllegalArgumentException
{ :signer .+ } :signer 1, 2 -> true, true
{ :signer .{0,} } :signer 1, 2 -> IllegalStateException
{ :balance LITERAL TOTALDIGITS 3 } :balance 123 -> true, true
{ :balance LITERAL TOTALDIGITS 3 } :balance -123 -> false, false
{ :balance LITERAL TOTALDIGITS 3 } :balance -12 -> true, true
{ :balance LITERAL TOTALDIGITS 3 } :balance 1234 -> false, false
SEEN
