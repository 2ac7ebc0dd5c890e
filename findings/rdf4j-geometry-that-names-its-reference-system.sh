#!/usr/bin/env bash
# RDF4J: a geometry that says that it is in CRS84, the default of GeoSPARQL, is in no place and has no distance.
#
# Versions: rdf4j-queryalgebra-geosparql 5.2.0, rdf4j-sail-memory 5.2.0, JDK 17.
# Expected: GeoSPARQL (8.5.1, geo:wktLiteral): a literal is "an optional URI identifying the coordinate reference system
#   followed by" the WKT, and without a URI it is <http://www.opengis.net/def/crs/OGC/1.3/CRS84>. With it or without it
#   the literal means the same.
# Seen: with the URI all functions have no value but geof:getSRID, which reads it. So a FILTER for what lies in an area
#   drops these rows, as if they lay elsewhere, and a query over two sources shows the data of one. Nothing is logged or
#   refused. Without the URI (the control) the same geometry is found. It is eclipse-rdf4j/rdf4j issue 2935, open.
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
    var area = "\"POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))\"";
    var plain = "\"POINT(5 5)\"";
    var named = "\"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(5 5)\"";
    var seen = ask(
        "geof:sfWithin(" + named + ", " + area + ")",
        "geof:sfDisjoint(" + named + ", " + area + ")",
        "geof:distance(" + named + ", \"POINT(5 5)\", uom:metre)",
        "geof:getSRID(" + named + ") = geof:getSRID(" + plain + ")",
        "geof:sfWithin(" + plain + ", " + area + ")",
        "geof:distance(" + plain + ", \"POINT(5 5)\", uom:metre)");
    System.out.println("within, disjoint, distance; the same system; without the URI within, distance: " + seen);
    System.exit(seen.equals(List.of("none", "none", "none", "true", "true", "0.0")) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
