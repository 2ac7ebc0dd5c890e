#!/usr/bin/env bash
# RDF4J: GRAPH ?g round a subquery counts over all graphs at once, and round a path of zero steps it has no graph.
#
# Versions: RDF4J 5.2.0; Jena 5.6.0 and rdflib 7.6.0 as peers.
# Expected: SPARQL 1.1 (18.6, Evaluation of a Graph Pattern): GRAPH ?g { P } is the union, over the named graphs, of
#   what P gives in this graph alone, each row joined with the name as ?g. What stands in P, a subquery for instance,
#   makes no difference.
# Seen: GRAPH ?g { { SELECT (COUNT(*) AS ?n) { ... } } } gives one row with the number over all graphs and no ?g, where
#   there must be one for each graph. GRAPH ?g { :x :next? ?o } gives :x once, without ?g, where each graph has it by
#   zero steps. Where ?g is used in the next pattern, the row without it fits every graph. No error. A plain pattern
#   (the control) has its graph.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
cat > data.trig <<'DATA'
@prefix : <https://example.org/> .
:g1 { :x :next :y , :z } :g2 { :x :next :y }
DATA
cat > queries.txt <<'QUERIES'
SELECT ?g ?n { GRAPH ?g { { SELECT (COUNT(*) AS ?n) { :x :next ?o } } } }
SELECT ?g ?o { GRAPH ?g { :x :next? ?o } }
SELECT ?g ?o { GRAPH ?g { :x :next ?o } }
QUERIES
cat > by_python.py <<'PYTHON'
import rdflib

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def told(result):
    if isinstance(result, bool):
        return str(result).lower()
    rows = [" ".join("-" if value is None else short(str(value)) for value in row) for row in result]
    return " | ".join(sorted(rows)) or "nothing"


def short(text):
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def by_rdflib(query):
    data = rdflib.Dataset()
    data.parse("data.trig", format="trig")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "rdflib:", by_rdflib(query))
PYTHON
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-sail-memory</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-repository-sail</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-trig</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > ByJena.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RDFDataMgr;

public class ByJena {
  static final String PREFIXES =
      "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

  static String text(RDFNode node) {
    String text = node == null ? "-" : node.isLiteral() ? node.asLiteral().getLexicalForm() : node.toString();
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:");
  }

  public static void main(String[] arguments) throws Exception {
    var data = RDFDataMgr.loadDataset("data.trig");
    int number = 0;
    for (String query : Files.readAllLines(Path.of("queries.txt"))) {
      var lines = new ArrayList<String>();
      try (var execution = QueryExecutionFactory.create(PREFIXES + query, data)) {
        if (execution.getQuery().isAskType()) {
          lines.add(String.valueOf(execution.execAsk()));
        } else {
          var rows = execution.execSelect();
          while (rows.hasNext()) {
            var row = rows.next();
            lines.add(String.join(" ", rows.getResultVars().stream().map(name -> text(row.get(name))).toList()));
          }
        }
      }
      Collections.sort(lines);
      System.out.println(++number + " jena: " + (lines.isEmpty() ? "nothing" : String.join(" | ", lines)));
    }
  }
}
JAVA
cat > ByRdf4j.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.query.BooleanQuery;
import org.eclipse.rdf4j.query.TupleQuery;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

public class ByRdf4j {
  static final String PREFIXES =
      "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

  static String text(Value value) {
    String text = value == null ? "-" : value.stringValue();
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:");
  }

  public static void main(String[] arguments) throws Exception {
    var repository = new SailRepository(new MemoryStore());
    int number = 0;
    try (var connection = repository.getConnection()) {
      connection.add(Path.of("data.trig").toFile(), RDFFormat.TRIG);
      for (String query : Files.readAllLines(Path.of("queries.txt"))) {
        var lines = new ArrayList<String>();
        var prepared = connection.prepareQuery(PREFIXES + query);
        if (prepared instanceof BooleanQuery question) {
          lines.add(String.valueOf(question.evaluate()));
        } else {
          try (var rows = ((TupleQuery) prepared).evaluate()) {
            var names = rows.getBindingNames();
            for (var row : rows) {
              lines.add(String.join(" ", names.stream().map(name -> text(row.getValue(name))).toList()));
            }
          }
        }
        Collections.sort(lines);
        System.out.println(++number + " rdf4j: " + (lines.isEmpty() ? "nothing" : String.join(" | ", lines)));
      }
    }
    repository.shutDown();
  }
}
JAVA
{ venv/bin/python by_python.py; java -Xmx256m -cp 'jars/*' ByJena.java; java -Xmx256m -cp 'jars/*' ByRdf4j.java; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 rdflib: :g1 2 | :g2 1
1 jena: :g1 2 | :g2 1
1 rdf4j: - 3
2 rdflib: :g1 :x | :g1 :y | :g1 :z | :g2 :x | :g2 :y
2 jena: :g1 :x | :g1 :y | :g1 :z | :g2 :x | :g2 :y
2 rdf4j: - :x | :g1 :y | :g1 :z | :g2 :y
3 rdflib: :g1 :y | :g1 :z | :g2 :y
3 jena: :g1 :y | :g1 :z | :g2 :y
3 rdf4j: :g1 :y | :g1 :z | :g2 :y
SEEN
