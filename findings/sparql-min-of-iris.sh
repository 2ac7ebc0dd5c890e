#!/usr/bin/env bash
# rdflib, Comunica: MIN of IRIs is a text in rdflib, and has no value in Comunica.
#
# Versions: rdflib 7.6.0, @comunica/query-sparql-rdfjs 5.4.1; pyoxigraph 0.5.13 and Jena 5.6.0 as peers.
# Expected: SPARQL 1.1 (18.5.1.5, Min): it uses the order of ORDER BY, "to allow ordering over arbitrarily typed
#   expressions", and IRIs have an order there (15.1). MIN(?who) is the usual way to pick one thing of a group.
# Seen: rdflib gives a literal with the letters of the IRI: isIRI is false, and a pattern that goes on from it finds
#   nothing. Comunica gives no value. MAX likewise. SAMPLE (the control) is an IRI in all. No error anywhere.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> .
:ann :days 5 . :ben :days 7 . :cem :days "unknown" .
TURTLE
cat > queries.txt <<'QUERIES'
SELECT (STR(MIN(?who)) AS ?a) (isIRI(MIN(?who)) AS ?b) { ?who :days ?days }
SELECT ?days { { SELECT (MIN(?x) AS ?who) { ?x :days ?any } } ?who :days ?days }
SELECT (isIRI(MAX(?who)) AS ?b) { ?who :days ?days }
SELECT (isIRI(SAMPLE(?who)) AS ?b) { ?who :days ?days }
QUERIES
cat > by_python.py <<'PYTHON'
import pyoxigraph
import rdflib

PREFIXES = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
store = pyoxigraph.Store()
store.load(path="data.ttl", format=pyoxigraph.RdfFormat.TURTLE)
graph = rdflib.Graph().parse("data.ttl", format="turtle")
for number, query in enumerate(open("queries.txt"), 1):
    rows = [[value and value.value for value in row] for row in store.query(PREFIXES + query)]
    print(number, "pyoxigraph", *(" ".join(value or "-" for value in row) for row in rows))
    rows = [[None if value is None else str(value) for value in row] for row in graph.query(PREFIXES + query)]
    print(number, "rdflib", *(" ".join(value or "-" for value in row) for row in rows))
PYTHON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
const store = new Store(new Parser().parse(readFileSync("data.ttl", "utf8")));
for (const [index, query] of readFileSync("queries.txt", "utf8").trim().split("\n").entries()) {
  const result = await new QueryEngine().query(prefixes + query, { sources: [store] });
  const names = (await result.metadata()).variables.map((each) => (each.variable ?? each).value);
  const rows = await (await result.execute()).toArray();
  console.log(index + 1, "comunica", ...rows.map((row) => names.map((name) => row.get(name)?.value ?? "-").join(" ")));
}
SCRIPT
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
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RDFDataMgr;

public class ByJena {
  static String text(RDFNode node) {
    return node.isLiteral() ? node.asLiteral().getLexicalForm() : node.toString();
  }

  public static void main(String[] arguments) throws Exception {
    var model = RDFDataMgr.loadModel("data.ttl");
    int number = 0;
    for (String query : Files.readAllLines(Path.of("queries.txt"))) {
      var line = new StringBuilder(++number + " jena");
      String prefixes = "PREFIX : <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
      try (var execution = QueryExecutionFactory.create(prefixes + query, model)) {
        var rows = execution.execSelect();
        while (rows.hasNext()) {
          var row = rows.next();
          for (String name : rows.getResultVars()) {
            line.append(" ").append(row.contains(name) ? text(row.get(name)) : "-");
          }
        }
      }
      System.out.println(line);
    }
  }
}
JAVA
{ venv/bin/python by_python.py; node by_comunica.mjs; java -Xmx256m -cp 'jars/*' ByJena.java; } | sort | tee seen.txt
diff seen.txt - <<'SEEN'
1 comunica - -
1 jena https://example.org/ann true
1 pyoxigraph https://example.org/ann true
1 rdflib https://example.org/ann false
2 comunica
2 jena 5
2 pyoxigraph 5
2 rdflib
3 comunica -
3 jena true
3 pyoxigraph true
3 rdflib false
4 comunica true
4 jena true
4 pyoxigraph true
4 rdflib true
SEEN
