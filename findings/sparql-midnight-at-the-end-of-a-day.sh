#!/usr/bin/env bash
# Jena, Comunica: in SPARQL 24:00:00 on 31 December is equal to 1 January of the next year, and its YEAR is the old one.
#
# Versions: Jena 5.6.0, @comunica/query-sparql-rdfjs 5.4.1; pyoxigraph 0.5.13 and RDF4J 5.2.0 as peers.
# Expected: SPARQL 1.1 (17.4.5.2, year) is fn:year-from-dateTime of XPath (Functions and Operators 2.0, 10.5.7), whose
#   example with 1999-12-31T24:00:00 returns 2000. DAY and MONTH likewise. XML Schema (part 2, 3.2.7.1): this is the
#   first instant of the following day.
# Seen: YEAR is 2026, DAY 31, while the same engines say that the value is equal to 2027-01-01T00:00:00Z. Two rows with
#   one value fall into two years; a bill that runs to the end of the year is counted in it here and after it there. No
#   error. 23:59:59 (the control) is right in all. That Jena's comparison took them for two values is apache/jena issue
#   2908, closed; its parts of a date stayed as they were.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:lease :end "2026-12-31T24:00:00Z"^^xsd:dateTime . :loan :end "2026-12-31T23:59:59Z"^^xsd:dateTime .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?what (YEAR(?end) AS ?year) (DAY(?end) AS ?day) (HOURS(?end) AS ?hour) { ?what :end ?end }
SELECT ?what { ?what :end ?end FILTER(?end = "2027-01-01T00:00:00Z"^^xsd:dateTime) }
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
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
const store = new Store(new Parser({ format: "application/trig" }).parse(readFileSync("data.ttl", "utf8")));
const short = (text) => text.replace("https://example.org/", ":").replace("http://www.w3.org/2001/XMLSchema#", "xsd:");
const told = (rows) => rows.map((row) => row.map((term) => (term ? short(term.value) : "-")).join(" "));

async function answer(query) {
  const result = await new QueryEngine().query(prefixes + query, { sources: [store] });
  if (result.resultType === "boolean") return [String(await result.execute())];
  const rows = await (await result.execute()).toArray();
  if (result.resultType === "quads") return told(rows.map((each) => [each.subject, each.predicate, each.object]));
  const names = (await result.metadata()).variables.map((each) => (each.variable ?? each).value);
  return told(rows.map((row) => names.map((name) => row.get(name))));
}

for (const [index, query] of readFileSync("queries.txt", "utf8").trim().split("\n").entries()) {
  console.log(index + 1, "comunica:", (await answer(query)).sort().join(" | ") || "nothing");
}
SCRIPT
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
{ venv/bin/python by_python.py; node by_comunica.mjs; java -Xmx256m -cp 'jars/*' ByJena.java; java -Xmx256m -cp 'jars/*' ByRdf4j.java; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 pyoxigraph: :lease 2027 1 0 | :loan 2026 31 23
1 comunica: :lease 2026 31 24 | :loan 2026 31 23
1 jena: :lease 2026 31 24 | :loan 2026 31 23
1 rdf4j: :lease 2027 1 0 | :loan 2026 31 23
2 pyoxigraph: :lease
2 comunica: :lease
2 jena: :lease
2 rdf4j: :lease
SEEN
