#!/usr/bin/env bash
# Jena, RDF4J: written as RDF/XML, "<b>x</b>"^^rdf:XMLLiteral becomes "<b xmlns='https://example.org/'>x</b>".
#
# Versions: jena-arq 5.6.0, rdf4j-rio-rdfxml and rdf4j-rio-turtle 5.2.0, JDK 17.
# Expected: RDF/XML (7.2.17, parseTypeLiteralPropertyElt): the literal is made of the elements inside with the
#   namespaces that are in scope there. So a writer that declares a default namespace must take it back (xmlns="")
#   before elements that have none, or write the literal with rdf:datatype.
# Seen: the empty prefix of the data, which most hand-written Turtle has, becomes the default namespace of the file, and
#   the markup of the literal is written as it is, so it is in that namespace from then on. HTML or MathML in it is no
#   HTML any more, and the literal is another term. No error. With a prefix that has a name (the control) it stays.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-rdfxml</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.apache.jena.rdf.model.ModelFactory;
import org.eclipse.rdf4j.model.util.Models;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  static final String BASE = "https://example.org/document";

  // The XML literal of the data after RDF4J wrote and read it.
  static String rdf4j(String turtle) throws Exception {
    var out = new StringWriter();
    Rio.write(Rio.parse(new StringReader(turtle), BASE, RDFFormat.TURTLE), out, RDFFormat.RDFXML);
    return Models.objectString(Rio.parse(new StringReader(out.toString()), BASE, RDFFormat.RDFXML)).get();
  }

  // The same by Jena.
  static String jena(String turtle, String writer) {
    var out = new StringWriter();
    ModelFactory.createDefaultModel().read(new StringReader(turtle), BASE, "TTL").write(out, writer);
    var again = ModelFactory.createDefaultModel().read(new StringReader(out.toString()), BASE, "RDF/XML");
    return again.listStatements().next().getLiteral().getLexicalForm().replace("\"", "'");
  }

  public static void main(String[] arguments) throws Exception {
    var rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . ";
    var empty = rdf + "@prefix : <https://example.org/> . :a :p \"<b>x</b>\"^^rdf:XMLLiteral .";
    var named = rdf + "@prefix ex: <https://example.org/> . ex:a ex:p \"<b>x</b>\"^^rdf:XMLLiteral .";
    var seen = List.of(
        rdf4j(empty).replace("\"", "'"), jena(empty, "RDF/XML"), jena(empty, "RDF/XML-ABBREV"), rdf4j(named), jena(named, "RDF/XML"));
    System.out.println("empty prefix by RDF4J, Jena (two writers), named prefix by both: " + seen);
    var moved = "<b xmlns='https://example.org/'>x</b>";
    System.exit(seen.equals(List.of(moved, moved, moved, "<b>x</b>", "<b>x</b>")) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
