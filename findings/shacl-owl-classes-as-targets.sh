#!/usr/bin/env bash
# Jena: a shape that is also an owl:Class checks nobody; pySHACL and shacl-engine check its instances.
#
# Versions: jena-shacl 5.6.0, JDK 17; pyshacl 0.40.1, rdflib 7.6.0; shacl-engine 1.1.2, n3 2.13.12, rdf-ext 2.6.0.
# Expected: by whoever writes shapes into an ontology, that its classes are targets. SHACL (2.1.3.3, Implicit Class
#   Targets) has it for a shape that is a SHACL instance of rdfs:Class in the shapes graph, and an owl:Class is that
#   only if the shapes graph says that owl:Class is a subclass of rdfs:Class.
# Seen: Jena follows the text: no focus node, no result, and the data conforms. pySHACL and shacl-engine take
#   owl:Class for a class by themselves and find the fault. So the same shapes pass in one pipeline and fail in
#   another, and nothing says that a shape has no target. With rdfs:Class, or with the statement about owl:Class in
#   the shapes (the controls), all three agree.
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
:door a :Role .
TURTLE
cat > owl.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:Role a owl:Class, sh:NodeShape ; sh:property [ sh:path :holder ; sh:minCount 1 ] .
TURTLE
cat > rdfs.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:Role a rdfs:Class, sh:NodeShape ; sh:property [ sh:path :holder ; sh:minCount 1 ] .
TURTLE
cat > said.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
owl:Class rdfs:subClassOf rdfs:Class .
:Role a owl:Class, sh:NodeShape ; sh:property [ sh:path :holder ; sh:minCount 1 ] .
TURTLE
cat > cases.txt <<'TEXT'
owl rdfs said
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
Jena owl: results 0
Jena rdfs: results 1
Jena said: results 1
pySHACL owl: results 1
pySHACL rdfs: results 1
pySHACL said: results 1
shacl-engine owl: results 1
shacl-engine rdfs: results 1
shacl-engine said: results 1
SEEN
