#!/usr/bin/env bash
# RDF4J: TriG with inlined blank nodes moves statements from one graph to another.
#
# Versions: rdf4j-rio-trig 5.0.3 with BasicWriterSettings.INLINE_BLANK_NODES, JDK 17.
# Expected: TriG (2.2.1; the grammar's blankNodePropertyList) puts what stands inside of "[ ... ]" into the graph
#   whose braces are round it. So only what is said of the node in the same graph may be written there. RDF 1.1
#   Concepts (4) lets graphs of one dataset share a blank node.
# Seen: Ann claims something of a node (default graph), and what is claimed of it stands in :claim. The writer
#   puts all that is known of the node into the default graph: the quoted statement becomes a fact, and :claim is
#   gone. A graph that is named by a blank node loses the link to what is said of it. The number of statements
#   stays the same, and nothing is said. Without the setting all is right.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-trig</artifactId><version>5.0.3</version></dependency>
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
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.WriterConfig;
import org.eclipse.rdf4j.rio.helpers.BasicWriterSettings;

public class Finding {
  static Model read(String trig) throws Exception {
    return Rio.parse(new StringReader("@prefix : <https://example.org/> . " + trig), "", RDFFormat.TRIG);
  }

  static Model written(Model model, boolean inline) throws Exception {
    var out = new StringWriter();
    Rio.write(
        model, out, RDFFormat.TRIG, new WriterConfig().set(BasicWriterSettings.INLINE_BLANK_NODES, inline));
    return read(out.toString());
  }

  public static void main(String[] arguments) throws Exception {
    Model claim = read(":ann :speaksOf _:earth . :claim { _:earth :shape \"flat\" }");
    Model named = read("_:claim { :earth :shape \"flat\" } _:claim :by :ann .");
    var shape = Values.iri("https://example.org/shape");
    boolean asserted = written(claim, true).contains(null, shape, null, (org.eclipse.rdf4j.model.Resource) null);
    boolean plain = Models.isomorphic(claim, written(claim, false)) && Models.isomorphic(named, written(named, false));
    boolean same = Models.isomorphic(named, written(named, true));
    int size = written(claim, true).size();
    System.out.println("inlined: the claim is asserted: " + asserted + ", statements: " + size
        + ", the graph's name is the same node: " + same + "; not inlined: the same dataset: " + plain);
    System.exit(asserted && size == 2 && !same && plain ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
