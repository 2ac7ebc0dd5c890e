#!/usr/bin/env bash
# Camunda FEEL: 12345678901234567890 + 1 is right inside, and 1.2345678901234567E19 when it is handed to Java.
#
# Versions: org.camunda.feel:feel-engine 1.21.0, JDK 17; org.kie:kie-dmn-feel 10.1.0 as peer.
# Expected: DMN 1.5 (10.3.2.12, Table 47, read in the specification's text): a number of FEEL is a java.math.BigDecimal
#   in Java; numbers have 34 digits (10.3.2.3.1).
# Seen: the engine counts in decimals, and its result for Java is a Long if it fits and a Double if not. Two account
#   numbers of 20 digits come out as one, and amounts with more than 16 digits are others. No failure, no warning. The
#   same number as a text, and one of 18 digits (the controls), are right; the peer hands out decimals.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
12345678901234567890 + 1
12345678901234567891 = 12345678901234567892
0.12345678901234567891
string(12345678901234567890 + 1)
123456789012345678 + 1
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
feel-engine: 12345678901234567890 + 1 -> 1.2345678901234567E19
feel-engine: 12345678901234567891 = 12345678901234567892 -> false
feel-engine: 0.12345678901234567891 -> 0.12345678901234568
feel-engine: string(12345678901234567890 + 1) -> 12345678901234567891
feel-engine: 123456789012345678 + 1 -> 123456789012345679
kie: 12345678901234567890 + 1 -> 12345678901234567891
kie: 12345678901234567891 = 12345678901234567892 -> false
kie: 0.12345678901234567891 -> 0.12345678901234567891
kie: string(12345678901234567890 + 1) -> 12345678901234567891
kie: 123456789012345678 + 1 -> 123456789012345679
SEEN
