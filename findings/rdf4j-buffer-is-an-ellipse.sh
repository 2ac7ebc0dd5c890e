#!/usr/bin/env bash
# RDF4J: a buffer of 1000 metres round a place in Oslo or Helsinki reaches 500 metres to the east and west.
#
# Versions: rdf4j-queryalgebra-geosparql 5.2.0, rdf4j-sail-memory 5.2.0, JDK 17.
# Expected: GeoSPARQL (8.7, geof:buffer): all points "whose distance from geom1 is less than or equal to the radius
#   measured in units"; geof:distance measures it in the same units.
# Seen: the metres are made into degrees as at the equator, and a circle of degrees is drawn. At 60 degrees north a
#   degree of longitude has half the length, so the buffer is half as wide as it is high. A point 600 metres to the
#   east, by geof:distance of the same engine, is not in it; who looks for neighbours misses a third of them. No error.
#   600 metres to the north, and 600 metres to the east at the equator (the controls), are in it. That its library takes
#   the earth for a plane is eclipse-rdf4j/rdf4j issue 2936, open.
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
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-queryalgebra-geosparql</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-repository-sail</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-sail-memory</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

public class Finding {
  static final String PREFIXES = """
      PREFIX geo: <http://www.opengis.net/ont/geosparql#>
      PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
      PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
      """;

  // The values of expressions, "none" for an error. Each text in quotation marks is a geometry.
  static List<String> ask(String... expressions) {
    List<String> values = new ArrayList<>();
    var repository = new SailRepository(new MemoryStore());
    try (var connection = repository.getConnection()) {
      for (var expression : expressions) {
        var query = PREFIXES + "SELECT (" + expression.replaceAll("(\"[^\"]*\")", "$1^^geo:wktLiteral") + " AS ?x) {}";
        try (var rows = connection.prepareTupleQuery(query).evaluate()) {
          var value = rows.next().getValue("x");
          values.add(value == null ? "none" : value.stringValue());
        }
      }
    }
    return values;
  }

  public static void main(String[] arguments) {
    var inside = ask(
        "geof:sfWithin(\"POINT(0.0108 60)\", geof:buffer(\"POINT(0 60)\", 1000, uom:metre))",
        "geof:sfWithin(\"POINT(0 60.0054)\", geof:buffer(\"POINT(0 60)\", 1000, uom:metre))",
        "geof:sfWithin(\"POINT(0.0054 0)\", geof:buffer(\"POINT(0 0)\", 1000, uom:metre))");
    var metres = ask(
        "geof:distance(\"POINT(0.0108 60)\", \"POINT(0 60)\", uom:metre)",
        "geof:distance(\"POINT(0 60.0054)\", \"POINT(0 60)\", uom:metre)",
        "geof:distance(\"POINT(0.0054 0)\", \"POINT(0 0)\", uom:metre)");
    System.out.println("east, north, at the equator: inside " + inside + ", metres " + metres);
    boolean near = metres.stream().mapToDouble(Double::parseDouble).allMatch(each -> each > 590 && each < 610);
    System.exit(inside.equals(List.of("false", "true", "true")) && near ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
