#!/usr/bin/env bash
# SHACL: NaN, a measurement that failed, conforms to every maximum in pySHACL and to every minimum in Jena.
#
# Versions: pyshacl 0.40.1, rdflib 7.6.0; jena-shacl 5.6.0, JDK 17.
# Expected: SHACL (4.3, Value Range): there is a result unless the comparison with "<=", "<" and so on of SPARQL is
#   true. XPath (op:numeric-less-than; SPARQL 1.1, 17.3): NaN is neither less than, equal to nor greater than any
#   number.
# Seen: pySHACL reports NaN for sh:minInclusive and sh:minExclusive only, Jena for sh:maxInclusive and sh:maxExclusive
#   only. A range with one end, "at most 50 degrees", lets the broken sensor pass in one engine, and "at least 50" in
#   the other; only a range with both ends finds it in both. No warning. Of INF and -INF (the controls) the right one
#   is reported everywhere.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyshacl==0.40.1 rdflib==7.6.0
cd "$folder"
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
:a :measured "NaN"^^xsd:double . :b :measured "INF"^^xsd:double, "-INF"^^xsd:double .
TURTLE
cat > maxInclusivea.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :measured ; sh:maxInclusive 50 ] .
TURTLE
cat > maxInclusiveb.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :b ; sh:property [ sh:path :measured ; sh:maxInclusive 50 ] .
TURTLE
cat > maxExclusivea.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :measured ; sh:maxExclusive 50 ] .
TURTLE
cat > maxExclusiveb.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :b ; sh:property [ sh:path :measured ; sh:maxExclusive 50 ] .
TURTLE
cat > minInclusivea.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :measured ; sh:minInclusive 50 ] .
TURTLE
cat > minInclusiveb.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :b ; sh:property [ sh:path :measured ; sh:minInclusive 50 ] .
TURTLE
cat > minExclusivea.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :measured ; sh:minExclusive 50 ] .
TURTLE
cat > minExclusiveb.shapes.ttl <<'TURTLE'
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:S a sh:NodeShape ; sh:targetNode :b ; sh:property [ sh:path :measured ; sh:minExclusive 50 ] .
TURTLE
cat > cases.txt <<'TEXT'
maxInclusivea maxInclusiveb maxExclusivea maxExclusiveb minInclusivea minInclusiveb minExclusivea minExclusiveb
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
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python validate.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
Jena maxInclusivea: results 1
Jena maxInclusiveb: results 1
Jena maxExclusivea: results 1
Jena maxExclusiveb: results 1
Jena minInclusivea: results 0
Jena minInclusiveb: results 1
Jena minExclusivea: results 0
Jena minExclusiveb: results 1
pySHACL maxInclusivea: results 0
pySHACL maxInclusiveb: results 1
pySHACL maxExclusivea: results 0
pySHACL maxExclusiveb: results 1
pySHACL minInclusivea: results 1
pySHACL minInclusiveb: results 1
pySHACL minExclusivea: results 1
pySHACL minExclusiveb: results 1
SEEN
