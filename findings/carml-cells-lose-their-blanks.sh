#!/usr/bin/env bash
# CARML: blanks at the ends of a CSV cell are gone, so an indented list of duties is flat.
#
# Versions: io.carml:carml-engine and carml-logical-source-resolver-csv 0.4.11, JDK 17; Python's csv module as peer.
# Expected: RFC 4180 (2, rule 4): "Spaces are considered part of a field and should not be ignored." RML-Core (7.1.2): the
#   reference gives the value of the field.
# Seen: cells without quotation marks are trimmed, with no error and no setting in the mapping: an indented list of duties
#   loses its levels, and two keys that differ in a blank become one IRI. Cells in quotation marks, and blanks within a
#   cell (the controls), stay as they are.
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
printf 'id,duty\n1,keeps the keys\n2,  counts them\n3,"  tells  the lead  "\n4,"  "\n' > duties.csv
cat > mapping.ttl <<'TURTLE'
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> . @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix : <https://example.org/> .
:Duties a rr:TriplesMap ; rml:logicalSource [ rml:source "duties.csv" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/{id}" ] ;
  rr:predicateObjectMap [ rr:predicate :duty ; rr:objectMap [ rml:reference "duty" ] ],
    [ rr:predicate :page ; rr:objectMap [ rr:template "https://example.org/duty/{duty}" ] ] .
TURTLE
{
  python3 -c 'import csv; print(*(row["id"] + " csv \"" + row["duty"] + "\"" for row in csv.DictReader(open("duties.csv"))), sep="\n")'
  java -Xmx512m -Dfile.encoding=UTF-8 -cp 'jars/*' Map.java 2>/dev/null | sed 's|https://example.org/||g' | LC_ALL=C sort
} | tee seen.txt
diff seen.txt - <<'SEEN'
1 csv "keeps the keys"
2 csv "  counts them"
3 csv "  tells  the lead  "
4 csv "  "
1 duty "keeps the keys"
1 page duty/keeps%20the%20keys
2 duty "counts them"
2 page duty/counts%20them
3 duty "  tells  the lead  "
3 page duty/%20%20tells%20%20the%20lead%20%20
4 duty "  "
4 page duty/%20%20
SEEN
