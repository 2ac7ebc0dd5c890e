#!/usr/bin/env bash
# Corese: the sum of nothing has no value, so who has no hours is not below five hours.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17.
# Expected: SPARQL 1.1 (18.5.1.3, Sum): the sum of no value is 0, as the average is.
# Seen: the sum of no row is unbound, while AVG and COUNT of it are 0. A condition on the sum is not true for lack of a
#   value, so the row drops out. The sum of something, and COALESCE round the sum (the controls), are right.
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
    start(":lead :unit :board ; :hours 3 . :scribe :unit :board .");
    ask("SELECT (SUM(?h) AS ?sum) (AVG(?h) AS ?average) (COUNT(?h) AS ?count) { :scribe :hours ?h }");
    ask("SELECT ?r { VALUES ?r { :lead :scribe } { SELECT (SUM(?h) AS ?sum) { :scribe :hours ?h } } FILTER(?sum < 5) }");
    ask("SELECT (COALESCE(SUM(?h), 0) AS ?sum) { :scribe :hours ?h }");
    ask("SELECT (SUM(?h) AS ?sum) { :lead :hours ?h }");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
SELECT (SUM(?h) AS ?sum) (AVG(?h) AS ?average) (COUNT(?h) AS ?count) { :scribe :hours ?h } -> - 0 0
SELECT ?r { VALUES ?r { :lead :scribe } { SELECT (SUM(?h) AS ?sum) { :scribe :hours ?h } } FILTER(?sum < 5) } -> 
SELECT (COALESCE(SUM(?h), 0) AS ?sum) { :scribe :hours ?h } -> 0
SELECT (SUM(?h) AS ?sum) { :lead :hours ?h } -> 3
SEEN
