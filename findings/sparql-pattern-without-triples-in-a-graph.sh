#!/usr/bin/env bash
# rdflib, Comunica, RDF4J: by SPARQL's GRAPH every graph exists, and GRAPH ?g {} has no names in it.
#
# Versions: rdflib 7.6.0, @comunica/query-sparql-rdfjs 5.4.1, RDF4J 5.2.0; pyoxigraph 0.5.13 and Jena 5.6.0 as peers.
# Expected: SPARQL 1.1 (18.6, Evaluation of a Graph Pattern): GRAPH with an IRI that names no graph has no solution;
#   with a variable it is the union over all named graphs, each with the variable set to its name. So ASK { GRAPH :g {}
#   } asks whether there is a graph, GRAPH ?g {} lists them, and GRAPH ?g { BIND(...) } gives a row each.
# Seen: ASK { GRAPH :nope {} } is true in all three. In Comunica and RDF4J GRAPH ?g {} is one row without a name, and so
#   is a group of BIND alone; with VALUES ?g they take every name that is offered, and so does rdflib. With a triple
#   pattern in the braces (the control) all are right. No error. For GRAPH ?g {} in Comunica it is comunica/comunica
#   issue 1679, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.trig <<'DATA'
@prefix : <https://example.org/> .
:g1 { :a :p 1 } :g2 { :b :p 2 }
DATA
cat > queries.txt <<'QUERIES'
ASK { GRAPH :nope {} }
SELECT ?g { GRAPH ?g {} }
SELECT ?g ?x { GRAPH ?g { BIND(1 AS ?x) } }
SELECT ?g { VALUES ?g { :g1 :nope } GRAPH ?g {} }
SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }
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
    store.load(path="data.trig", format=pyoxigraph.RdfFormat.TRIG)
    result = store.query(PREFIXES + query)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return told(bool(result))
    if isinstance(result, pyoxigraph.QueryTriples):
        return told([[plain(term) for term in triple] for triple in result])
    return told([[plain(term) for term in row] for row in result])


def plain(term):
    return term and term.value


def by_rdflib(query):
    data = rdflib.Dataset()
    data.parse("data.trig", format="trig")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "pyoxigraph:", by_pyoxigraph(query))
    print(number, "rdflib:", by_rdflib(query))
PYTHON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
const store = new Store(new Parser({ format: "application/trig" }).parse(readFileSync("data.trig", "utf8")));
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
{ venv/bin/python by_python.py; node by_comunica.mjs; java -Xmx256m -cp 'jars/*' ByJena.java; java -Xmx256m -cp 'jars/*' ByRdf4j.java; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 pyoxigraph: false
1 rdflib: true
1 comunica: true
1 jena: false
1 rdf4j: true
2 pyoxigraph: :g1 | :g2
2 rdflib: :g1 | :g2
2 comunica: -
2 jena: :g1 | :g2
2 rdf4j: -
3 pyoxigraph: :g1 1 | :g2 1
3 rdflib: :g1 1 | :g2 1
3 comunica: - 1
3 jena: :g1 1 | :g2 1
3 rdf4j: - 1
4 pyoxigraph: :g1
4 rdflib: :g1 | :nope
4 comunica: :g1 | :nope
4 jena: :g1
4 rdf4j: :g1 | :nope
5 pyoxigraph: :g1 | :g2
5 rdflib: :g1 | :g2
5 comunica: :g1 | :g2
5 jena: :g1 | :g2
5 rdf4j: :g1 | :g2
SEEN
