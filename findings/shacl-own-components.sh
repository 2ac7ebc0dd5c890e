#!/usr/bin/env bash
# shacl-engine: constraint components of one's own are not looked at; pySHACL checks one of two values.
#
# Versions: shacl-engine 1.1.2 with its shacl-engine/sparql.js, n3 2.13.12, rdf-ext 2.6.0; pyshacl 0.40.1, rdflib
#   7.6.0; jena-shacl 5.6.0, JDK 17, as peer.
# Expected: SHACL (6, SPARQL-based Constraint Components): a component that the shapes graph declares is used where a
#   shape has a value for its parameter; (2.1.1): with several values of a single mandatory parameter there is a
#   constraint for each.
# Seen: shacl-engine, with its SPARQL module loaded, finds no violation of any such component, and says nothing.
#   pySHACL is right for one value; of two, :starts "A" , "B", which no code can fit, it checks one, so "A-1"
#   conforms. So rules that a team wrote for itself pass everything. Jena finds them all; sh:pattern (the control)
#   works in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts shacl-engine@1.1.2 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-shacl</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > data.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:door :code "A-1" . :gate :code "C-1" .
TURTLE
cat > one.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/> sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path :starts ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes <https://example.org/> ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $starts)) }" ] .
:S a sh:NodeShape ; sh:targetNode :gate ; sh:property [ sh:path :code ; :starts "A" ] .
TURTLE
cat > two.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/> sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path :starts ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes <https://example.org/> ; sh:ask "ASK { FILTER(STRSTARTS(STR($value), $starts)) }" ] .
:S a sh:NodeShape ; sh:targetNode :door ; sh:property [ sh:path :code ; :starts "A", "B" ] .
TURTLE
cat > pattern.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :gate ; sh:property [ sh:path :code ; sh:pattern "^A" ] .
TURTLE
cat > cases.txt <<'TEXT'
one two pattern
TEXT
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (String name : Files.readString(Path.of("cases.txt")).trim().split("\\s+")) {
      var shapes = RDFParser.source(name + ".shapes.ttl").toGraph();
      var data = RDFParser.source("data.ttl").toGraph();
      System.out.println("Jena " + name + ": results " + ShaclValidator.get().validate(shapes, data).getEntries().size());
    }
  }
}
JAVA
cat > validate.py <<'PYTHON'
import pyshacl
import rdflib

RESULT = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
for name in open("cases.txt").read().split():
    _, report, _ = pyshacl.validate(
        rdflib.Graph().parse("data.ttl", format="turtle"), shacl_graph=rdflib.Graph().parse(f"{name}.shapes.ttl", format="turtle")
    )
    print(f"pySHACL {name}: results {len(list(report.objects(None, RESULT)))}")
PYTHON
cat > validate.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { Parser } from "n3";
import rdf from "rdf-ext";
import { Validator } from "shacl-engine";
import { validations } from "shacl-engine/sparql.js";

const read = (file) => rdf.dataset(new Parser({ factory: rdf }).parse(readFileSync(file, "utf8")));
for (const name of readFileSync("cases.txt", "utf8").trim().split(/\s+/)) {
  const report = await new Validator(read(`${name}.shapes.ttl`), { factory: rdf, validations }).validate({ dataset: read("data.ttl") });
  console.log(`shacl-engine ${name}: results ${report.results.length}`);
}
SCRIPT
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python validate.py; node validate.mjs; } | tee seen.txt
diff seen.txt - <<'SEEN'
Jena one: results 1
Jena two: results 1
Jena pattern: results 1
pySHACL one: results 1
pySHACL two: results 0
pySHACL pattern: results 1
shacl-engine one: results 0
shacl-engine two: results 0
shacl-engine pattern: results 1
SEEN
