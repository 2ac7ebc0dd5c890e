#!/usr/bin/env bash
# Corese: REPLACE with flags has no value, nor has the cast of "INF" or 1e0/0e0, and a cast to a date makes none.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.3.15): REPLACE takes a fourth argument, the flags, as REGEX does; (17.4.3.9) STRBEFORE of
#   "abc"@en and "" is ""@en; INF is in the lexical space of xsd:double, and XPath's division of doubles by zero gives
#   it; a dateTime that is cast to xsd:date loses its time of day (XPath and XQuery Functions).
# Seen: the flags are a fault that leaves the variable unbound, so COALESCE or a FILTER goes on with something else. An
#   infinite amount is none. The cast to a date changes the datatype alone: "2026-03-05T10:00:00Z"^^xsd:date is
#   ill-typed. REPLACE without flags, REGEX with them and NaN (the controls) are right; the peer has a value for each.
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
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cat > texts.txt <<'TEXTS'
REPLACE("Ann", "N", "m", "i")
REPLACE("Ann", "n", "m")
REGEX("Ann", "N", "i")
STRBEFORE("abc"@en, "")
STRBEFORE("abc"@en, "b")
xsd:double("INF")
xsd:double("NaN")
1e0/0e0
xsd:date("2026-03-05T10:00:00Z"^^xsd:dateTime)
TEXTS
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
    start(":a :p 1 .");
    for (String text : java.nio.file.Files.readAllLines(java.nio.file.Path.of("texts.txt"))) ask("SELECT (" + text + " AS ?x) {}");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
SELECT (REPLACE("Ann", "N", "m", "i") AS ?x) {} -> -
SELECT (REPLACE("Ann", "n", "m") AS ?x) {} -> "Amm"
SELECT (REGEX("Ann", "N", "i") AS ?x) {} -> true
SELECT (STRBEFORE("abc"@en, "") AS ?x) {} -> ""
SELECT (STRBEFORE("abc"@en, "b") AS ?x) {} -> "a"@en
SELECT (xsd:double("INF") AS ?x) {} -> -
SELECT (xsd:double("NaN") AS ?x) {} -> "NaN"^^xsd:double
SELECT (1e0/0e0 AS ?x) {} -> -
SELECT (xsd:date("2026-03-05T10:00:00Z"^^xsd:dateTime) AS ?x) {} -> "2026-03-05T10:00:00Z"^^xsd:date
SEEN
venv/bin/python - <<'PYTHON' | tee peer.txt
import pyoxigraph

PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
for text in open("texts.txt"):
    (row,) = pyoxigraph.Store().query(f"{PREFIX} SELECT ({text} AS ?x) {{}}")
    print(str(row["x"]).replace("<http://www.w3.org/2001/XMLSchema#", "xsd:").replace(">", ""))
PYTHON
diff peer.txt - <<'SEEN'
"Amm"
"Amm"
"true"^^xsd:boolean
""@en
"a"@en
"INF"^^xsd:double
"NaN"^^xsd:double
"INF"^^xsd:double
"2026-03-05Z"^^xsd:date
SEEN
