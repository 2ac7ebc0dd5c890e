#!/usr/bin/env bash
# Camunda FEEL, KIE FEEL: for x in [[1], [2]], y in x gives nothing, or some and every see no items there.
#
# Versions: org.camunda.feel:feel-engine 1.21.0, org.kie:kie-dmn-feel 10.1.0, JDK 17.
# Expected: DMN's Technology Compatibility Kit (0084-feel-for-loops, read in its repository): the list of a later
#   variable may use an earlier one; for x in [ [1,2], [3,4] ], y in x return y is [1, 2, 3, 4]. DMN 1.5 (grammar rules
#   44 and 46) gives some and every the same list of variables.
# Seen: in Camunda's engine x has no value there: the loop is null, or a list of nulls, and so is each some. KIE
#   follows the kit in for, but not in some and every: some is false, and every is true whatever it asks, so a check
#   over all steps of all processes passes. No error. The nested form (the control) is right in both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
for x in [[1], [2]], y in x return y
some x in [[1], [2]], y in x satisfies y = 1
every x in [[1], [2]], y in x satisfies y > 9
every x in [[1], [2]] satisfies every y in x satisfies y > 9
FEEL
cat > camunda.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.camunda.feel</groupId><artifactId>feel-engine</artifactId><version>1.21.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B -f camunda.xml dependency:copy-dependencies -DoutputDirectory=camunda >/dev/null
cat > ByCamunda.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.camunda.feel.api.FeelEngineBuilder;

public class ByCamunda {
  public static void main(String[] arguments) throws Exception {
    var engine = FeelEngineBuilder.forJava().build();
    for (String expression : Files.readAllLines(Path.of("expressions.txt"))) {
      System.out.println("feel-engine: " + expression + " -> " + engine.evaluateExpression(expression, Map.of()).result());
    }
  }
}
JAVA
cat > kie.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.kie</groupId><artifactId>kie-dmn-feel</artifactId><version>10.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B -f kie.xml dependency:copy-dependencies -DoutputDirectory=kie >/dev/null
cat > ByKie.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.kie.dmn.feel.lang.impl.FEELBuilder;

public class ByKie {
  public static void main(String[] arguments) throws Exception {
    var engine = FEELBuilder.builder().build();
    for (String expression : Files.readAllLines(Path.of("expressions.txt"))) {
      System.out.println("kie: " + expression + " -> " + engine.evaluate(expression));
    }
  }
}
JAVA
{ java -Xmx256m -cp 'camunda/*' ByCamunda.java 2>/dev/null; java -Xmx256m -cp 'kie/*' ByKie.java 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
feel-engine: for x in [[1], [2]], y in x return y -> null
feel-engine: some x in [[1], [2]], y in x satisfies y = 1 -> null
feel-engine: every x in [[1], [2]], y in x satisfies y > 9 -> null
feel-engine: every x in [[1], [2]] satisfies every y in x satisfies y > 9 -> false
kie: for x in [[1], [2]], y in x return y -> [1, 2]
kie: some x in [[1], [2]], y in x satisfies y = 1 -> false
kie: every x in [[1], [2]], y in x satisfies y > 9 -> true
kie: every x in [[1], [2]] satisfies every y in x satisfies y > 9 -> false
SEEN
