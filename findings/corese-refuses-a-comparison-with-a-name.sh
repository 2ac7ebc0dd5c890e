#!/usr/bin/env bash
# Corese: FILTER(?unit=:board), HAVING before ORDER BY, !a and !(:p|:q|:r) are errors.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (19.8): "=" and a prefixed name need no blank between them; the modifiers of a solution are,
#   in this order, GROUP BY, HAVING, ORDER BY and LIMIT; a negated property set has any number of members, among them
#   "a" for rdf:type.
# Seen: "=:" is one token, so a comparison with a name of the empty prefix is refused, while "!=:" is taken. HAVING is
#   wanted behind ORDER BY, where the peer refuses it. With three members the negated set ends in a
#   NullPointerException. The same queries with a blank, in the other order and with two members (the controls) work.
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
cat > queries.txt <<'QUERIES'
SELECT ?r { ?r :unit ?u FILTER(?u=:board) }
SELECT ?r { ?r :unit ?u FILTER(?u = :board) }
SELECT ?r { ?r :unit ?u FILTER(?u!=:board) }
SELECT ?u { ?r :unit ?u } GROUP BY ?u HAVING(COUNT(?r) > 1) ORDER BY ?u
SELECT ?u { ?r :unit ?u } GROUP BY ?u ORDER BY ?u HAVING(COUNT(?r) > 1)
SELECT ?x { :lead !(:unit|:hours|:rank) ?x }
SELECT ?x { :lead !(:unit|:hours) ?x }
SELECT ?x { :lead !a ?x }
QUERIES
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
    start(":lead :unit :board ; :hours 3 ; :title \"Lead\" . :scribe :unit :board . :cook :unit :kitchen .");
    for (String query : java.nio.file.Files.readAllLines(java.nio.file.Path.of("queries.txt"))) ask(query);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
SELECT ?r { ?r :unit ?u FILTER(?u=:board) } -> error: QuerySyntaxException
SELECT ?r { ?r :unit ?u FILTER(?u = :board) } -> <lead>; <scribe>
SELECT ?r { ?r :unit ?u FILTER(?u!=:board) } -> <cook>
SELECT ?u { ?r :unit ?u } GROUP BY ?u HAVING(COUNT(?r) > 1) ORDER BY ?u -> error: QuerySyntaxException
SELECT ?u { ?r :unit ?u } GROUP BY ?u ORDER BY ?u HAVING(COUNT(?r) > 1) -> <board>
SELECT ?x { :lead !(:unit|:hours|:rank) ?x } -> error: NullPointerException
SELECT ?x { :lead !(:unit|:hours) ?x } -> "Lead"
SELECT ?x { :lead !a ?x } -> error: QuerySyntaxException
SEEN
venv/bin/python - <<'PYTHON' | tee peer.txt
import pyoxigraph

PREFIX = "PREFIX : <https://example.org/> "
store = pyoxigraph.Store()
store.update(PREFIX + 'INSERT DATA { :lead :unit :board ; :hours 3 ; :title "Lead" . :scribe :unit :board . :cook :unit :kitchen }')
for query in open("queries.txt"):
    try:
        print(len(list(store.query(PREFIX + query))))
    except SyntaxError:
        print("refused")
PYTHON
diff peer.txt - <<'SEEN'
2
2
1
1
refused
1
1
3
SEEN
