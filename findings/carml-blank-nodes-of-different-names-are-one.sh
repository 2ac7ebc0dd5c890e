#!/usr/bin/env bash
# CARML: "C++ lead" and "C lead" are one blank node, with the levels of both.
#
# Versions: io.carml:carml-engine and carml-logical-source-resolver-csv 0.4.11, JDK 17.
# Expected: R2RML (11.2), which RML takes over: with term type rr:BlankNode the term is a blank node "that is unique to the
#   natural RDF lexical form"; RML-Core (8.4) generates one as well. Two texts, two nodes.
# Seen: blanks, signs and letters beyond ASCII are taken out of the text, and the rest is the label. Names that differ in
#   nothing else become one node with two levels. No error. IRIs from the same template, and names of plain letters (the
#   controls), stay apart.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.carml</groupId><artifactId>carml-engine</artifactId><version>0.4.11</version></dependency>
    <dependency><groupId>io.carml</groupId><artifactId>carml-logical-source-resolver-csv</artifactId><version>0.4.11</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Map.java <<'JAVA'
import io.carml.engine.rdf.RdfRmlMapper;
import io.carml.logicalsourceresolver.CsvResolver;
import io.carml.util.RmlMappingLoader;
import io.carml.vocab.Rdf;
import java.nio.file.Path;
import org.eclipse.rdf4j.rio.RDFFormat;

public class Map {
  public static void main(String[] arguments) throws Exception {
    var mapping = RmlMappingLoader.build().load(RDFFormat.TURTLE, Path.of("mapping.ttl"));
    var mapper = RdfRmlMapper.builder().triplesMaps(mapping).setLogicalSourceResolver(Rdf.Ql.Csv, CsvResolver::getInstance)
        .fileResolver(Path.of(".")).build();
    for (var each : mapper.mapToModel()) System.out.println(each.getSubject() + " " + each.getPredicate().getLocalName() + " " + each.getObject());
  }
}
JAVA
printf 'name,level\nKeeper,1\nClerk,2\nC++ lead,3\nC lead,4\nHüterin,5\nHterin,6\n' > roles.csv
cat > mapping.ttl <<'TURTLE'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> . @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix : <https://example.org/> .
:Nodes a rr:TriplesMap ; rml:logicalSource [ rml:source "roles.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "{name}" ; rr:termType rr:BlankNode ] ;
  rr:predicateObjectMap [ rr:predicate :level ; rr:objectMap [ rml:reference "level" ] ] .
:Iris a rr:TriplesMap ; rml:logicalSource [ rml:source "roles.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/{name}" ] ;
  rr:predicateObjectMap [ rr:predicate :level ; rr:objectMap [ rml:reference "level" ] ] .
TURTLE
java -Xmx512m -Dfile.encoding=UTF-8 -cp 'jars/*' Map.java 2>/dev/null | sed 's|https://example.org/||' | LC_ALL=C sort | tee seen.txt
diff seen.txt - <<'SEEN'
C%20lead level "4"
C%2B%2B%20lead level "3"
Clerk level "2"
Hterin level "6"
Hüterin level "5"
Keeper level "1"
_:Clead level "3"
_:Clead level "4"
_:Clerk level "2"
_:Hterin level "5"
_:Hterin level "6"
_:Keeper level "1"
SEEN
