#!/usr/bin/env bash
# Comunica: OPTIONAL drops a match that it must keep, where a row of the optional part has no value for a shared variable.
#
# Versions: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12; pyoxigraph 0.5.13 and Jena 5.6.0 as peers.
# Expected: SPARQL 1.1 (18.3, Compatible Mappings; 18.5, LeftJoin): two rows fit if the variables that both have are
#   equal; no value fits any value. A room without a team is open to all teams: { ?who :team ?team OPTIONAL { ?room a
#   :Room OPTIONAL { ?room :team ?team } } } offers it to everybody.
# Seen: it is offered to Ann, whose team has a room of its own, too, and not to Ben, whose team has none: his row comes
#   without a room, as if there were no match. So whether a match counts hangs on other matches. A join of the same two
#   parts (the control) is right. No error. With fewer teams than rooms the engine takes another way and is right, so a
#   small test does not find it.
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
@prefix : <https://example.org/> .
:ann :team :red . :ben :team :blue . :cem :team :red . :dan :team :blue . :hall a :Room . :studio a :Room ; :team :red .
DATA
cat > queries.txt <<'QUERIES'
SELECT ?who ?room { ?who :team ?team OPTIONAL { ?room a :Room OPTIONAL { ?room :team ?team } } }
SELECT ?who ?room { ?who :team ?team { ?room a :Room OPTIONAL { ?room :team ?team } } }
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
{ venv/bin/python by_python.py; node by_comunica.mjs; java -Xmx256m -cp 'jars/*' ByJena.java; } | sort -s -n -k 1,1 | tee seen.txt
diff seen.txt - <<'SEEN'
1 pyoxigraph: :ann :hall | :ann :studio | :ben :hall | :cem :hall | :cem :studio | :dan :hall | :studio :hall | :studio :studio
1 comunica: :ann :hall | :ann :studio | :ben - | :cem :hall | :cem :studio | :dan - | :studio :hall | :studio :studio
1 jena: :ann :hall | :ann :studio | :ben :hall | :cem :hall | :cem :studio | :dan :hall | :studio :hall | :studio :studio
2 pyoxigraph: :ann :hall | :ann :studio | :ben :hall | :cem :hall | :cem :studio | :dan :hall | :studio :hall | :studio :studio
2 comunica: :ann :hall | :ann :studio | :ben :hall | :cem :hall | :cem :studio | :dan :hall | :studio :hall | :studio :studio
2 jena: :ann :hall | :ann :studio | :ben :hall | :cem :hall | :cem :studio | :dan :hall | :studio :hall | :studio :studio
SEEN
