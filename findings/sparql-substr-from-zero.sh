#!/usr/bin/env bash
# rdflib, Comunica, Jena: SUBSTR of SPARQL that begins before the text gives the end of it, or too little.
#
# Versions: rdflib 7.6.0, @comunica/query-sparql-rdfjs 5.4.1, Jena 5.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (17.4.3.3): SUBSTR "corresponds to the XPath fn:substring function" and counts from 1. XPath
#   (Functions and Operators 3.1, 5.4.3) returns the characters whose position is not less than the start, and
#   gives fn:substring("12345", 0, 3) = "12" and fn:substring("12345", -3, 5) = "1" as examples. So "motor" from
#   0 is "motor". A window that slides over a text, or a start that was computed, begins there.
# Seen: rdflib and Comunica hand the number to a slice of their language, where a negative index counts from the
#   end: "r", and nothing for both examples. Jena knows the examples, but without a length it takes off at the
#   end what it skipped at the beginning: "moto". No error anywhere. pyoxigraph is right three times.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts   @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 >/dev/null
cat > query.rq <<'QUERY'
SELECT (SUBSTR("motor", 0) AS ?a) (SUBSTR("12345", 0, 3) AS ?b) (SUBSTR("12345", -3, 5) AS ?c) (SUBSTR("12345", 2, 3) AS ?d) {}
QUERY
cat > by_python.py <<'PYTHON'
import pyoxigraph
import rdflib

query = open("query.rq").read()
for row in pyoxigraph.Store().query(query):
    print("pyoxigraph", *("-" if row[name] is None else f"[{row[name].value}]" for name in "abcd"))
for row in rdflib.Graph().query(query):
    print("rdflib", *("-" if row[name] is None else f"[{row[name]}]" for name in "abcd"))
PYTHON
cat > by_comunica.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Store } from "n3";

const query = readFileSync("query.rq", "utf8");
const rows = await (await new QueryEngine().queryBindings(query, { sources: [new Store()] })).toArray();
console.log("comunica", ...["a", "b", "c", "d"].map((name) => (rows[0].has(name) ? `[${rows[0].get(name).value}]` : "-")));
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
import java.util.List;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;

public class ByJena {
  public static void main(String[] arguments) throws Exception {
    var query = Files.readString(Path.of("query.rq"));
    try (var execution = QueryExecution.dataset(DatasetFactory.create()).query(query).build()) {
      var row = execution.execSelect().next();
      var line = new StringBuilder("jena");
      for (var name : List.of("a", "b", "c", "d")) {
        line.append(row.contains(name) ? " [" + row.getLiteral(name).getString() + "]" : " -");
      }
      System.out.println(line);
    }
  }
}
JAVA
{ venv/bin/python by_python.py; node by_comunica.mjs; java -Xmx256m -cp 'jars/*' ByJena.java; } | tee seen.txt
diff seen.txt - <<'SEEN'
pyoxigraph [motor] [12] [1] [234]
rdflib [r] [] [] [234]
comunica [r] [] [] [234]
jena [moto] [12] [1] [234]
SEEN
