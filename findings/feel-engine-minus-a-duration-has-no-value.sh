#!/usr/bin/env bash
# Camunda FEEL: -duration("P1D") is null, though duration("P1D") * -1 is a duration.
#
# Versions: org.camunda.feel:feel-engine 1.21.0, JDK 17; org.kie:kie-dmn-feel 10.1.0 as peer.
# Expected: DMN 1.5 (10.3.2.15, Table 62, "Semantics of negative numbers and negation of durations", read in the
#   specification's text): -e is e * -1.
# Seen: the sign is for numbers only. A deadline of date + -duration(...) is null, as is each condition with it, so the
#   rule does not fire; the cause is in the list of suppressed failures, and the evaluation counts as a success. The
#   product with -1, and a duration that is negative in its text (the controls), are right; so is the peer in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
-duration("P1D")
-duration("P1M")
date("2026-03-05") + -duration("P1D")
duration("P1D") * -1
duration("-P1M")
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
feel-engine: -duration("P1D") -> null
feel-engine: -duration("P1M") -> null
feel-engine: date("2026-03-05") + -duration("P1D") -> null
feel-engine: duration("P1D") * -1 -> PT-24H
feel-engine: duration("-P1M") -> P-1M
kie: -duration("P1D") -> PT-24H
kie: -duration("P1M") -> duration( "-P1M" )
kie: date("2026-03-05") + -duration("P1D") -> 2026-03-04
kie: duration("P1D") * -1 -> PT-24H
kie: duration("-P1M") -> duration( "-P1M" )
SEEN
