#!/usr/bin/env bash
# RDF4J: SPARQLQueryRenderer leaves out VALUES and paths of several steps, so the query finds everything, or nothing.
#
# Versions: rdf4j-queryrender 5.2.0, JDK 17; pyoxigraph 0.5.13 answers the queries before and after.
# Expected: render(ParsedQuery) gives a query as text, so the text has the answers of the query, and what cannot be
#   written is refused, as it is for others (MINUS, an expression in OPTIONAL).
# Seen: VALUES ?who { :ann } is not in the text, neither within the pattern nor at the end, so a query for one gives
#   all. (:boss/:boss)* is not there either, and what is left is a FILTER. No error. Programs that add rights or
#   graphs to a query render it in this way. A filter and a path of one property (the controls) are written.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-queryrender</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-queryparser-sparql</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > queries.txt <<'QUERIES'
SELECT ?who ?grade { VALUES ?who { <https://example.org/ann> } ?who <https://example.org/grade> ?grade }
SELECT ?who ?grade { ?who <https://example.org/grade> ?grade } VALUES ?grade { 2 }
SELECT ?who ?above { ?who (<https://example.org/boss>/<https://example.org/boss>)* ?above FILTER(?who = <https://example.org/ann>) }
SELECT ?who ?grade { ?who <https://example.org/grade> ?grade FILTER(?grade = 2) }
SELECT ?who ?above { ?who <https://example.org/boss>+ ?above FILTER(?who = <https://example.org/ann>) }
QUERIES
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.rdf4j.query.QueryLanguage;
import org.eclipse.rdf4j.query.parser.QueryParserUtil;
import org.eclipse.rdf4j.queryrender.sparql.SPARQLQueryRenderer;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    List<String> written = new ArrayList<>();
    for (String query : Files.readAllLines(Path.of("queries.txt"))) {
      written.add(new SPARQLQueryRenderer().render(QueryParserUtil.parseQuery(QueryLanguage.SPARQL, query, null)).replaceAll("\\s+", " "));
    }
    Files.write(Path.of("written.txt"), written);
  }
}
JAVA
cat > answer.py <<'PYTHON'
import pyoxigraph

store = pyoxigraph.Store()
store.load(
    input=b"""@prefix : <https://example.org/> . :ann :grade 1 ; :boss :ben . :ben :grade 2 ; :boss :cem . :cem :grade 2 .""",
    format=pyoxigraph.RdfFormat.TURTLE,
)
for before, after in zip(open("queries.txt"), open("written.txt")):
    print(after.strip().replace("https://example.org/", ":"))
    print("  rows before", len(list(store.query(before))), "after", len(list(store.query(after))))
PYTHON
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python answer.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
select ?who ?grade where { ?who <:grade> ?grade. }
  rows before 1 after 3
select ?who ?grade where { ?who <:grade> ?grade. }
  rows before 2 after 3
select ?who ?above where { filter (?who = <:ann>). }
  rows before 2 after 0
select ?who ?grade where { ?who <:grade> ?grade. filter (?grade = """2"""^^<http://www.w3.org/2001/XMLSchema#integer>). }
  rows before 2 after 2
select ?who ?above where { ?who <:boss>+ ?above. filter (?who = <:ann>). }
  rows before 2 after 2
SEEN
