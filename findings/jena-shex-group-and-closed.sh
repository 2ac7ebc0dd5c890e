#!/usr/bin/env bash
# Jena: in ShEx ( :name . ; :mail . )* takes a name without a mail, and CLOSED { } is open.
#
# Versions: jena-shex 5.6.0, JDK 17.
# Expected: ShEx 2.1 (5.5.2, Triple Expressions Semantics): a group with a cardinality is matched by splitting the
#   triples into as many parts, each of which matches the whole group; a name alone is no part. 5.5.1 (Shape): for a
#   closed shape no triple of the node may be outside of what was matched.
# Seen: a node with a name and without a mail conforms, so records that are to be complete or absent need not be
#   complete. A closed shape without properties, "nothing may be said of it", lets in everything. No error. With
#   cardinality {1} or + and with a property in the closed shape (the controls) the faults are found.
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
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-shex</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shex.Shex;
import org.apache.jena.shex.ShexValidator;

public class Finding {
  static void check(String shape, String data) {
    String prefix = "PREFIX : <https://example.org/> ";
    var schema = Shex.schemaFromString(prefix + ":S " + shape);
    var graph = RDFParser.fromString(prefix + data, Lang.TURTLE).toGraph();
    var report = ShexValidator.get().validate(graph, schema, NodeFactory.createURI("https://example.org/S"), NodeFactory.createURI("https://example.org/x"));
    System.out.println(shape + " with " + data + " conforms: " + report.conforms());
  }

  public static void main(String[] arguments) {
    for (String times : new String[] {"*", "{0,3}", "?", "+", ""}) {
      check("{ ( :name . ; :mail . )" + times + " }", ":x :name \"Ann\"");
    }
    check("{ ( :name . ; :mail . )* }", ":x :name \"Ann\" ; :mail \"m\"");
    check("CLOSED { }", ":x :name \"Ann\"");
    check("CLOSED { :mail . ? }", ":x :name \"Ann\"");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
{ ( :name . ; :mail . )* } with :x :name "Ann" conforms: true
{ ( :name . ; :mail . ){0,3} } with :x :name "Ann" conforms: true
{ ( :name . ; :mail . )? } with :x :name "Ann" conforms: true
{ ( :name . ; :mail . )+ } with :x :name "Ann" conforms: false
{ ( :name . ; :mail . ) } with :x :name "Ann" conforms: false
{ ( :name . ; :mail . )* } with :x :name "Ann" ; :mail "m" conforms: true
CLOSED { } with :x :name "Ann" conforms: true
CLOSED { :mail . ? } with :x :name "Ann" conforms: false
SEEN
