#!/usr/bin/env bash
# Camunda FEEL, KIE FEEL: time("10:20:30.5").second is 30, and the seconds of "PT1.5S" are 1.
#
# Versions: org.camunda.feel:feel-engine 1.21.0, org.kie:kie-dmn-feel 10.1.0, JDK 17.
# Expected: DMN 1.5 (10.3.2.15, Table 66, read in the specification's text): second is "The second of the minute as a
#   decimal in the interval [0..60)", and so are the seconds of a duration.
# Seen: both leave out what is behind the point, for times, for dates with a time and for durations. Whoever takes a
#   time apart and puts it together again with time(hour, minute, second) has an earlier one. No error. The same value
#   subtracted and compared (the control) keeps its fraction.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
time("10:20:30.5").second
date and time("2026-03-05T10:20:30.75Z").second
duration("PT1.5S").seconds
time(time("10:20:30.5").hour, time("10:20:30.5").minute, time("10:20:30.5").second) = time("10:20:30.5")
time("10:20:30.5") - time("10:20:30") = duration("PT0.5S")
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
feel-engine: time("10:20:30.5").second -> 30
feel-engine: date and time("2026-03-05T10:20:30.75Z").second -> 30
feel-engine: duration("PT1.5S").seconds -> 1
feel-engine: time(time("10:20:30.5").hour, time("10:20:30.5").minute, time("10:20:30.5").second) = time("10:20:30.5") -> false
feel-engine: time("10:20:30.5") - time("10:20:30") = duration("PT0.5S") -> true
kie: time("10:20:30.5").second -> 30
kie: date and time("2026-03-05T10:20:30.75Z").second -> 30
kie: duration("PT1.5S").seconds -> 1
kie: time(time("10:20:30.5").hour, time("10:20:30.5").minute, time("10:20:30.5").second) = time("10:20:30.5") -> true
kie: time("10:20:30.5") - time("10:20:30") = duration("PT0.5S") -> true
SEEN
