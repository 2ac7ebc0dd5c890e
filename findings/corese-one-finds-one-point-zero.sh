#!/usr/bin/env bash
# Corese: a pattern with 1 finds 1.0 and 01 as well, but not 1e0, and an update that finds them so deletes nothing.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17.
# Expected: RDF 1.1 Concepts (3.3): literals are the same only if lexical form, datatype and language are; SPARQL 1.1
#   (18.3.1) matches a pattern with the terms of the graph. Whoever means the value writes FILTER(?level = 1).
# Seen: in a pattern terms with equal integers and decimals match. Joined with a value from VALUES, the row states
#   "level 1" of Ben, whose level is 1.0. GROUP BY and DISTINCT keep the terms apart, so counts by join and by group
#   differ. DELETE ... INSERT ... WHERE with the constant finds the old level, deletes nothing and adds the new one:
#   Ben has two levels. FILTER with = (the control) compares values, the double among them.
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
    start(":ann :level 1 . :ben :level 1.0 . :cat :level 01 . :dan :level 1e0 .");
    ask("SELECT ?x { ?x :level 1 }");
    ask("SELECT ?x ?l { VALUES ?l { 1 } ?x :level ?l }");
    ask("SELECT ?l (COUNT(?x) AS ?n) { ?x :level ?l } GROUP BY ?l");
    ask("SELECT ?x { ?x :level ?l FILTER(?l = 1) }");
    start(":ben :level 1.0 .");
    ask("DELETE { ?x :level 1 } INSERT { ?x :level 2 } WHERE { ?x :level 1 }");
    ask("SELECT ?x ?l { ?x :level ?l }");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
SELECT ?x { ?x :level 1 } -> <ann>; <ben>; <cat>
SELECT ?x ?l { VALUES ?l { 1 } ?x :level ?l } -> <ann> 1; <ben> 1; <cat> 1
SELECT ?l (COUNT(?x) AS ?n) { ?x :level ?l } GROUP BY ?l -> "01"^^xsd:integer 1; "1.0"^^xsd:decimal 1; "1e0"^^xsd:double 1; 1 1
SELECT ?x { ?x :level ?l FILTER(?l = 1) } -> <ann>; <ben>; <cat>; <dan>
DELETE { ?x :level 1 } INSERT { ?x :level 2 } WHERE { ?x :level 1 } -> 
SELECT ?x ?l { ?x :level ?l } -> <ben> "1.0"^^xsd:decimal; <ben> 2
SEEN
