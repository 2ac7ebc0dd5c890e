#!/usr/bin/env bash
# Camunda FEEL: string(duration("PT0.5S")) is "P0D", and "PT1.5S" becomes "PT1S".
#
# Versions: org.camunda.feel:feel-engine 1.21.0, JDK 17; org.kie:kie-dmn-feel 10.1.0 as peer.
# Expected: DMN 1.5 (10.3.4.1, Table 72, read in the specification's text): a duration string is one of
#   xs:dayTimeDuration, whose seconds may have a fraction; string(from) converts the value, so that duration() gives it
#   back.
# Seen: duration() keeps the fraction, and string() leaves it out without a word: times of measured work, timeouts and
#   intervals below a second become no time. A duration that is handed on as a text is another one. The fraction of a
#   time and of a date and time (the controls) is written; the peer writes all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
string(duration("PT0.5S"))
string(duration("PT1.5S"))
duration("PT1.5S") > duration("PT1S")
duration(string(duration("PT1.5S"))) = duration("PT1.5S")
string(time("10:00:00.5"))
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
feel-engine: string(duration("PT0.5S")) -> P0D
feel-engine: string(duration("PT1.5S")) -> PT1S
feel-engine: duration("PT1.5S") > duration("PT1S") -> true
feel-engine: duration(string(duration("PT1.5S"))) = duration("PT1.5S") -> false
feel-engine: string(time("10:00:00.5")) -> 10:00:00.5
kie: string(duration("PT0.5S")) -> PT0.5S
kie: string(duration("PT1.5S")) -> PT1.5S
kie: duration("PT1.5S") > duration("PT1S") -> true
kie: duration(string(duration("PT1.5S"))) = duration("PT1.5S") -> true
kie: string(time("10:00:00.5")) -> 10:00:00.5
SEEN
