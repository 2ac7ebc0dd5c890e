#!/usr/bin/env bash
# RDF4J: COUNT(*) does not count rows in which no variable has a value.
#
# Versions: RDF4J 5.2.0; pyoxigraph 0.5.13 and Jena 5.6.0 as peers.
# Expected: SPARQL 1.1 (18.5.1, Aggregation): "when COUNT is used with the expression * the value ... will be the
#   cardinality of the group solution sequence", and a row of an OPTIONAL that does not match is a solution (6.1). Three
#   data sets, one of them with a licence: three rows, two of them without.
# Seen: the subquery SELECT ?licence has three rows when it is asked alone, and COUNT(*) over it is 1. With
#   FILTER(!BOUND(?licence)) it is 0: "how many are without a licence?" has the answer none. No error. With a second
#   variable that has a value (the control) the counts are right; so they are in both peers.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> .
:a a :Dataset ; :licence "open" . :b a :Dataset . :c a :Dataset .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?licence { ?set a :Dataset OPTIONAL { ?set :licence ?licence } }
SELECT (COUNT(*) AS ?n) { { SELECT ?licence { ?set a :Dataset OPTIONAL { ?set :licence ?licence } } } }
SELECT (COUNT(*) AS ?n) { { SELECT ?licence { ?set a :Dataset OPTIONAL { ?set :licence ?licence } } } FILTER(!BOUND(?licence)) }
SELECT (COUNT(*) AS ?n) { ?set a :Dataset OPTIONAL { ?set :licence ?licence } FILTER(!BOUND(?licence)) }
QUERIES
cat > by_python.py <<'PYTHON'
import pyoxigraph

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def told(result):
    if isinstance(result, bool):
        return str(result).lower()
    rows = [" ".join("-" if value is None else short(str(value)) for value in row) for row in result]
    return " | ".join(sorted(rows)) or "nothing"


def short(text):
    return text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:")


def by_pyoxigraph(query):
    store = pyoxigraph.Store()
    store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    result = store.query(PREFIXES + query)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return told(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return told([[plain(term) for term in triple] for triple in result])
    return told([[plain(term) for term in row] for row in result])


def plain(term):
    return term and term.value


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "pyoxigraph:", by_pyoxigraph(query))
PYTHON
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-sail-memory</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-repository-sail</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-turtle</artifactId><version>5.2.0</version></dependency>
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
    var data = RDFDataMgr.loadDataset("data.ttl");
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
      connection.add(Path.of("data.ttl").toFile(), RDFFormat.TURTLE);
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
1 pyoxigraph: - | - | open
1 jena: - | - | open
1 rdf4j: - | - | open
2 pyoxigraph: 3
2 jena: 3
2 rdf4j: 1
3 pyoxigraph: 2
3 jena: 2
3 rdf4j: 0
4 pyoxigraph: 2
4 jena: 2
4 rdf4j: 2
SEEN
