#!/usr/bin/env bash
# rdflib, RDF4J, Comunica: isNumeric("x"^^xsd:integer) of SPARQL is true, or an error; it never finds what is no number.
#
# Versions: rdflib 7.6.0, RDF4J 5.2.0, @comunica/query-sparql-rdfjs 5.4.1; Jena 5.6.0 as peer.
# Expected: SPARQL 1.1 (17.4.2.4): a term is numeric if it has a numeric datatype "and has a valid lexical form"; its
#   example isNumeric("1200"^^xsd:byte) is false. So FILTER(!isNumeric(?days)) finds the faults.
# Seen: rdflib and RDF4J look at the datatype only: none is found. In Comunica an ill-typed literal is an error, so both
#   the filter and its negation leave the row out. "1200"^^xsd:byte is numeric in all three. A text (the control) is no
#   number in all. Jena does as the text says. For RDF4J it is eclipse-rdf4j/rdf4j issue 6053, open.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'DATA'
@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :days 5 . :b :days "x"^^xsd:integer . :c :days "1,5"^^xsd:decimal . :d :days "1200"^^xsd:byte . :e :days "5" .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?what { ?what :days ?days FILTER(isNumeric(?days)) }
SELECT ?what { ?what :days ?days FILTER(!isNumeric(?days)) }
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
    data = rdflib.Graph()
    data.parse("data.ttl", format="turtle")
    result = data.query(PREFIXES + query)
    return told(result.askAnswer if result.type == "ASK" else list(result))


for number, query in enumerate(open("queries.txt").read().splitlines(), 1):
    print(number, "rdflib:", by_rdflib(query))
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
1 rdflib: :a | :b | :c | :d
1 comunica: :a | :d
1 jena: :a
1 rdf4j: :a | :b | :c | :d
2 rdflib: :e
2 comunica: :e
2 jena: :b | :c | :d | :e
2 rdf4j: :e
SEEN
