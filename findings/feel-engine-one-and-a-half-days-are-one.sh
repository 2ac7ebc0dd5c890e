#!/usr/bin/env bash
# Camunda FEEL: one and a half days are one day, and half an hour is nothing.
#
# Versions: org.camunda.feel:feel-engine 1.21.0, JDK 17; org.kie:kie-dmn-feel 10.1.0 as peer.
# Expected: DMN 1.5 (10.3.2.15, Table 59, read in the specification's text): a duration times a number has the value of
#   the duration times the value of the number; numbers are decimals (10.3.2.3.1).
# Seen: the factor is cut to an integer before it is used: "P1D" * 1.5 is one day, "PT1H" * 0.5 no time at all, and
#   half a year has no months. A deadline of one and a half times the usual one is the usual one. No warning, although
#   the engine has a list for them. A division, and a whole factor (the controls), are right; the peer is right in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
duration("P1D") * 1.5
1.5 * duration("P1D")
duration("PT1H") * 0.5
duration("P1Y") * 0.5
duration("P3D") / 2
duration("P1D") * 2
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
feel-engine: duration("P1D") * 1.5 -> PT24H
feel-engine: 1.5 * duration("P1D") -> PT24H
feel-engine: duration("PT1H") * 0.5 -> PT0S
feel-engine: duration("P1Y") * 0.5 -> P0D
feel-engine: duration("P3D") / 2 -> PT36H
feel-engine: duration("P1D") * 2 -> PT48H
kie: duration("P1D") * 1.5 -> PT36H
kie: 1.5 * duration("P1D") -> PT36H
kie: duration("PT1H") * 0.5 -> PT30M
kie: duration("P1Y") * 0.5 -> duration( "P6M" )
kie: duration("P3D") / 2 -> PT36H
kie: duration("P1D") * 2 -> PT48H
SEEN
