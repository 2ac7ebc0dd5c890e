#!/usr/bin/env bash
# Corese: CLEAR DEFAULT deletes the named graphs too, and DELETE DATA without GRAPH takes a statement from them.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17.
# Expected: SPARQL 1.1 Update (3.1.2, 3.1.5, 3.2.2): CLEAR DEFAULT removes the triples of the default graph, CLEAR ALL those
#   of all graphs; DELETE DATA removes from the default graph what stands outside of GRAPH.
# Seen: INSERT DATA writes to a graph of its own, kg:default, and what removes acts on all graphs. Whoever clears the
#   default graph to load it anew loses every other graph, without an error. INSERT DATA and CLEAR GRAPH (the
#   controls) reach one graph.
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
    <dependency><groupId>fr.inria.corese</groupId><artifactId>corese-core</artifactId><version>4.6.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import fr.inria.corese.core.Graph;
import fr.inria.corese.core.query.QueryProcess;

public class Finding {
  static QueryProcess engine;

  // What an update or a query does, on a line; the rows in order, each value as it is shown.
  static void ask(String text) {
    String answer;
    try {
      var found = engine.query("PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + text);
      var rows = new java.util.TreeSet<String>();
      for (var row : found) {
        var values = new java.util.ArrayList<String>();
        for (var variable : found.getQuery().getSelect()) {
          values.add(row.getValue(variable) == null ? "-" : row.getValue(variable).toString());
        }
        rows.add(String.join(" ", values));
      }
      answer = String.join("; ", rows);
    } catch (Exception error) {
      answer = "error: " + error.getClass().getSimpleName();
    }
    System.out.println((text + " -> " + answer).replace("https://example.org/", "").replace("http://www.w3.org/2001/XMLSchema#", "xsd:"));
  }

  static void start(String data) throws Exception {
    engine = QueryProcess.create(Graph.create());
    engine.query("PREFIX : <https://example.org/> INSERT DATA { " + data + " }");
  }

  public static void main(String[] arguments) throws Exception {
    var all = "SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } }";
    for (String update : new String[] {"CLEAR DEFAULT", "DROP DEFAULT", "DELETE DATA { :ann :level 1 }", "CLEAR GRAPH :new"}) {
      start("GRAPH :old { :ann :level 1 . :ben :level 2 } GRAPH :new { :eve :level 4 } :ann :level 1 . :cat :level 3 .");
      ask(update);
      ask(all);
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
CLEAR DEFAULT -> 
SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } } -> 
DROP DEFAULT -> 
SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } } -> 
DELETE DATA { :ann :level 1 } -> 
SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } } -> <new> <eve> 4; <old> <ben> 2; kg:default <cat> 3
CLEAR GRAPH :new -> 
SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } } -> <old> <ann> 1; <old> <ben> 2; kg:default <ann> 1; kg:default <cat> 3
SEEN
