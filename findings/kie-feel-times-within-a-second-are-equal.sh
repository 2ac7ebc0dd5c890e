#!/usr/bin/env bash
# KIE FEEL: time("10:20:30.9") = time("10:20:30") is true, and the earlier one is not less.
#
# Versions: org.kie:kie-dmn-feel 10.1.0, JDK 17; org.camunda.feel:feel-engine 1.21.0 as peer.
# Expected: DMN 1.5 (10.3.2.15, Tables 53, 54 and 66, read in the specification's text): times are equal, or less, by
#   their values, and the second is a decimal in [0..60).
# Seen: what is behind the second does not count in = and <, nor in list contains, for times and for dates with a time:
#   of two events of one second none is the first, and rows that differ are found for each other. In a list of one, and
#   in durations (the controls), the fraction counts, so the engine contradicts itself. No error. The peer is right in
#   all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
time("10:20:30.9") = time("10:20:30")
time("10:20:30") < time("10:20:30.9")
date and time("2026-01-01T10:20:30.5Z") = date and time("2026-01-01T10:20:30Z")
list contains([time("10:20:30.5")], time("10:20:30"))
[time("10:20:30.5")] = [time("10:20:30")]
duration("PT0.5S") = duration("PT0S")
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
feel-engine: time("10:20:30.9") = time("10:20:30") -> false
feel-engine: time("10:20:30") < time("10:20:30.9") -> true
feel-engine: date and time("2026-01-01T10:20:30.5Z") = date and time("2026-01-01T10:20:30Z") -> false
feel-engine: list contains([time("10:20:30.5")], time("10:20:30")) -> false
feel-engine: [time("10:20:30.5")] = [time("10:20:30")] -> false
feel-engine: duration("PT0.5S") = duration("PT0S") -> false
kie: time("10:20:30.9") = time("10:20:30") -> true
kie: time("10:20:30") < time("10:20:30.9") -> false
kie: date and time("2026-01-01T10:20:30.5Z") = date and time("2026-01-01T10:20:30Z") -> true
kie: list contains([time("10:20:30.5")], time("10:20:30")) -> true
kie: [time("10:20:30.5")] = [time("10:20:30")] -> false
kie: duration("PT0.5S") = duration("PT0S") -> false
SEEN
