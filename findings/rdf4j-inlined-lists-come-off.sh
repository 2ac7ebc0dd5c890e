#!/usr/bin/env bash
# RDF4J: Turtle with inlined blank nodes takes a list that two statements share away from both.
#
# Versions: rdf4j-rio-turtle 5.2.0 with BasicWriterSettings.INLINE_BLANK_NODES, JDK 17.
# Expected: Turtle (2.6): "[]" is a fresh blank node, so it may stand only for a node that nothing points at; the label
#   of a node is the same wherever it is meant.
# Seen: where the list is the value, its label is written, and where it is the subject, "[]". So both things point at a
#   node of which nothing is known, and the list stands there for itself: "owl:unionOf" of two classes, or two shapes
#   with one sh:in, are empty. The number of statements stays the same, and nothing is said. A shared node that is no
#   list, a list of one statement (the controls), and all without the setting, are right.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import java.io.StringWriter;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.util.Models;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.WriterConfig;
import org.eclipse.rdf4j.rio.helpers.BasicWriterSettings;

public class Finding {
  static Model read(String text, RDFFormat format) throws Exception {
    return Rio.parse(new StringReader(text), "https://example.org/document", format);
  }

  static Model written(Model model, boolean inline) throws Exception {
    var out = new StringWriter();
    Rio.write(model, out, RDFFormat.TURTLE, new WriterConfig().set(BasicWriterSettings.INLINE_BLANK_NODES, inline));
    return read(out.toString(), RDFFormat.TURTLE);
  }

  // Whether the graph is the same after writing, with and without the setting.
  static String same(String turtle) throws Exception {
    var head = "@prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . ";
    Model model = read(head + turtle, RDFFormat.TURTLE);
    return Models.isomorphic(model, written(model, true)) + "/" + Models.isomorphic(model, written(model, false))
        + "/" + (model.size() - written(model, true).size());
  }

  public static void main(String[] arguments) throws Exception {
    var list = same(":a :in _:list . :b :in _:list . _:list rdf:first \"open\" ; rdf:rest () .");
    var node = same(":a :in _:node . :b :in _:node . _:node :name \"open\" .");
    var own = same(":a :in ( \"open\" ) . :b :in ( \"open\" ) .");
    System.out.println("same inlined/plain, lost: shared list " + list + ", node " + node + ", own lists " + own);
    System.exit(list.equals("false/true/0") && node.equals("true/true/0") && own.equals("true/true/0") ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
