#!/usr/bin/env bash
# Jena: MONTH, DAY and HOURS of SPARQL give "03" where other engines give "3", so joins and groups miss each other.
#
# Versions: Jena 5.6.0; pyoxigraph 0.5.13 and rdflib 7.6.0 as peers.
# Expected: SPARQL 1.1 (17.4.5.3, month): the example of 2011-01-10 returns 1, an xsd:integer. Patterns and GROUP BY
#   compare terms, so the form of the number counts: "3" and "03" are two terms with one value.
# Seen: "03"^^xsd:integer. A pattern that goes on from it, ?season :month ?m, does not find the data's 3; a group for
#   March falls into two; STR(MONTH(?d)) makes other IRIs than the same query elsewhere. No error. FILTER(?m = ?n)
#   compares the values, and October to December (the control) are right.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:fair :day "2026-03-01"^^xsd:date . :ball :day "2026-11-11"^^xsd:date . :spring :month 3 . :carnival :month 11 .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?event ?season { ?event :day ?day BIND(MONTH(?day) AS ?m) ?season :month ?m }
SELECT ?event (STR(MONTH(?day)) AS ?m) (STR(DAY(?day)) AS ?d) { ?event :day ?day }
SELECT (COUNT(*) AS ?n) { { SELECT ?m { { ?event :day ?day BIND(MONTH(?day) AS ?m) } UNION { ?season :month ?m } } GROUP BY ?m } }
QUERIES
cat > by_python.py <<'PYTHON'
import pyoxigraph
import rdflib

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


def by_rdflib(query):
    data = rdflib.Graph()
    data.parse("data.ttl", format="turtle")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "pyoxigraph:", by_pyoxigraph(query))
    print(number, "rdflib:", by_rdflib(query))
PYTHON
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
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
{ venv/bin/python by_python.py; java -Xmx256m -cp 'jars/*' ByJena.java; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 pyoxigraph: :ball :carnival | :fair :spring
1 rdflib: :ball :carnival | :fair :spring
1 jena: :ball :carnival
2 pyoxigraph: :ball 11 11 | :fair 3 1
2 rdflib: :ball 11 11 | :fair 3 1
2 jena: :ball 11 11 | :fair 03 01
3 pyoxigraph: 2
3 rdflib: 2
3 jena: 3
SEEN
