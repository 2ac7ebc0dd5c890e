#!/usr/bin/env bash
# KIE FEEL: every x in [5, null] satisfies x > 0 is true: what has no value passes.
#
# Versions: org.kie:kie-dmn-feel 10.1.0, JDK 17; org.camunda.feel:feel-engine 1.21.0 as peer.
# Expected: DMN 1.5 (10.3.2.15, Tables 49 and 50, read in the specification's text): every is the conjunction of its
#   conditions, and true and null is null; some is the disjunction, and false or null is null.
# Seen: a condition that is null does not count: every is true, some is false. So one approver without a limit passes a
#   check that all limits are kept, and a decision is made where the rules say that it cannot be known. all(), and and
#   or of the same values (the controls), are null; so is the peer in all.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
every x in [5, null] satisfies x > 0
some x in [-5, null] satisfies x > 0
true and null
all([true, null])
false or null
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
feel-engine: every x in [5, null] satisfies x > 0 -> null
feel-engine: some x in [-5, null] satisfies x > 0 -> null
feel-engine: true and null -> null
feel-engine: all([true, null]) -> null
feel-engine: false or null -> null
kie: every x in [5, null] satisfies x > 0 -> true
kie: some x in [-5, null] satisfies x > 0 -> false
kie: true and null -> null
kie: all([true, null]) -> null
kie: false or null -> null
SEEN
