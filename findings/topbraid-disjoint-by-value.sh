#!/usr/bin/env bash
# TopBraid SHACL: for sh:disjoint 1 and 1.0 are one value, for sh:equals, sh:in and sh:hasValue they are two.
#
# Versions: org.topbraid:shacl 1.4.4 with jena-shacl 5.2.0 as peer, JDK 17.
# Expected: SHACL (4.5.2, sh:disjoint): there is a result for each value node "that also exists in the set of the
#   objects of the triples" of the other property. These are RDF terms, as in 4.5.1 (sh:equals), 4.8.2 (sh:hasValue) and
#   4.8.3 (sh:in); RDF 1.1 Concepts (3.3): literals are equal if their lexical forms and datatypes are.
# Seen: 1 with 1.0, 01 or an xsd:int, two forms of true, and one instant in two time zones are violations of
#   sh:disjoint. Of the same pairs, sh:equals says that they differ, so one pair can be neither equal nor disjoint. No
#   warning. The peer reports no pair but 1 and 1 (the control), though both run on the same library.
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
    <dependency><groupId>org.topbraid</groupId><artifactId>shacl</artifactId><version>1.4.4</version></dependency>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-shacl</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.topbraid.shacl.validation.ValidationUtil;

public class Finding {
  static final String HEAD = """
      PREFIX : <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      """;

  static Model read(String turtle) {
    return RDFParser.fromString(HEAD + turtle, Lang.TURTLE).toModel();
  }

  static String verdict(Model report) {
    return report.contains(null, report.createProperty("http://www.w3.org/ns/shacl#resultSeverity")) ? "violation" : "-";
  }

  static void check(String left, String right) {
    StringBuilder line = new StringBuilder(left + " and " + right + ":");
    for (String demand : new String[] {"sh:disjoint :q", "sh:equals :q", "sh:hasValue " + right, "sh:in ( " + right + " )"}) {
      Model shapes = read(":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; " + demand + " ] .");
      Model data = read(":x :p " + left + " ; :q " + right + " .");
      String topbraid = verdict(ValidationUtil.validateModel(data, shapes, false).getModel());
      String jena = verdict(ShaclValidator.get().validate(shapes.getGraph(), data.getGraph()).getModel());
      line.append("  ").append(demand.split(" ")[0]).append(" ").append(topbraid).append("/").append(jena);
    }
    System.out.println(line);
  }

  public static void main(String[] arguments) {
    check("1", "1.0");
    check("1", "01");
    check("1", "\"1\"^^xsd:int");
    check("true", "\"1\"^^xsd:boolean");
    check("\"2026-01-01T10:00:00Z\"^^xsd:dateTime", "\"2026-01-01T11:00:00+01:00\"^^xsd:dateTime");
    check("1", "1");
    check("1", "2");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
1 and 1.0:  sh:disjoint violation/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
1 and 01:  sh:disjoint violation/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
1 and "1"^^xsd:int:  sh:disjoint violation/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
true and "1"^^xsd:boolean:  sh:disjoint violation/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
"2026-01-01T10:00:00Z"^^xsd:dateTime and "2026-01-01T11:00:00+01:00"^^xsd:dateTime:  sh:disjoint violation/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
1 and 1:  sh:disjoint violation/violation  sh:equals -/-  sh:hasValue -/-  sh:in -/-
1 and 2:  sh:disjoint -/-  sh:equals violation/violation  sh:hasValue violation/violation  sh:in violation/violation
SEEN
