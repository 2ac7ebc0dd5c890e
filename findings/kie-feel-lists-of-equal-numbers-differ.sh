#!/usr/bin/env bash
# KIE FEEL: [1, 2] = [1, 2.0] is false, though 2 = 2.0 is true, and 1.0 stands beside 1 in a list of distinct values.
#
# Versions: org.kie:kie-dmn-feel 10.1.0, JDK 17; org.camunda.feel:feel-engine 1.21.0 as peer.
# Expected: DMN 1.5 (10.3.2.15, Table 53, read in the specification's text): lists are equal if their items are,
#   contexts if their values are; of numbers "Precision is not considered".
# Seen: within lists and contexts the numbers are compared by Java's BigDecimal.equals, which does consider it. Two
#   orders with a price of 10 and of 10.0 are two, distinct values and union keep both, and mode counts them apart.
#   Which digits a number has hangs on the computation it came from. No error. A number alone, and list contains (the
#   controls), are right; so is the peer in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
2 = 2.0
list contains([1, 2], 2.0)
[1, 2] = [1, 2.0]
{price: 10} = {price: 10.0}
distinct values([1, 1.0])
union([1], [1.0])
mode([1, 1.0, 2])
[1] in [[1.0]]
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
feel-engine: 2 = 2.0 -> true
feel-engine: list contains([1, 2], 2.0) -> true
feel-engine: [1, 2] = [1, 2.0] -> true
feel-engine: {price: 10} = {price: 10.0} -> true
feel-engine: distinct values([1, 1.0]) -> [1]
feel-engine: union([1], [1.0]) -> [1]
feel-engine: mode([1, 1.0, 2]) -> [1]
feel-engine: [1] in [[1.0]] -> true
kie: 2 = 2.0 -> true
kie: list contains([1, 2], 2.0) -> true
kie: [1, 2] = [1, 2.0] -> false
kie: {price: 10} = {price: 10.0} -> false
kie: distinct values([1, 1.0]) -> [1, 1.0]
kie: union([1], [1.0]) -> [1, 1.0]
kie: mode([1, 1.0, 2]) -> [1.0, 1, 2]
kie: [1] in [[1.0]] -> false
SEEN
