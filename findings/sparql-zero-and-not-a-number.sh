#!/usr/bin/env bash
# Jena, RDF4J: in SPARQL -0.0 is not equal to 0, and NaN is greater than every number.
#
# Versions: Jena 5.6.0, RDF4J 5.2.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.3): "=", "<" and ">" of numbers are op:numeric-equal, -less-than and -greater-than of XPath
#   (Functions and Operators 2.0, 6.3): positive and negative zero are equal, and NaN is neither equal to, less than nor
#   greater than anything, itself included.
# Seen: both follow Java's order of its number objects. A balance of -0.0e0 is not found by FILTER(?x = 0), and is found
#   by ?x < 0; a sensor's NaN passes FILTER(?x > 30), so a missing measurement raises the alarm. RDF4J also takes NaN =
#   NaN for true, so ?x != ?x, the usual test for it, finds nothing. No error. The peer does as the text says. For RDF4J
#   it is eclipse-rdf4j/rdf4j issues 6042 and 6045, for NaN in Jena apache/jena issue 4235, all open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:debt :value -0.0e0 . :sensor :value "NaN"^^xsd:double . :room :value 21.5e0 .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?what { ?what :value ?x FILTER(?x = 0) }
SELECT ?what { ?what :value ?x FILTER(?x < 0) }
SELECT ?what { ?what :value ?x FILTER(?x > 30) }
SELECT ?what { ?what :value ?x FILTER(?x != ?x) }
SELECT ?what { ?what :value ?x FILTER(?x > 20 && ?x < 30) }
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
1 pyoxigraph: :debt
1 jena: nothing
1 rdf4j: nothing
2 pyoxigraph: nothing
2 jena: :debt
2 rdf4j: :debt
3 pyoxigraph: nothing
3 jena: :sensor
3 rdf4j: :sensor
4 pyoxigraph: :sensor
4 jena: :sensor
4 rdf4j: nothing
5 pyoxigraph: :room
5 jena: :room
5 rdf4j: :room
SEEN
