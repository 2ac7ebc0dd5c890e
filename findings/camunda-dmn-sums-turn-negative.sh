#!/usr/bin/env bash
# Camunda DMN: the sum of two limits of 2 000 000 000 is -294967296.
#
# Versions: org.camunda.bpm.dmn:camunda-engine-dmn 7.23.0, JDK 17.
# Expected: DMN 1.5 (8.2.8; 10.3.2.10, step 3b, read in the specification's text): collect with SUM is the function sum
#   of FEEL over the outputs, and numbers of FEEL are decimals of 34 digits (10.3.2.3.1). What does not fit the type of
#   the output is refused, as this engine does for one output of 3 000 000 000 in an integer column.
# Seen: the outputs are added as Java's int, long or double: beyond their limits the sum is a negative number, and 0.1
#   and 0.2 make 0.30000000000000004, so a limit of 0.3 is exceeded. A table that adds up credit lines, premiums or
#   points decides on it without an error. Small integers, MAX and COUNT (the controls), are right.
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
    <dependency><groupId>org.camunda.bpm.dmn</groupId><artifactId>camunda-engine-dmn</artifactId><version>7.23.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;

public class Finding {
  // The result of a table in which each rule holds.
  static void told(String policy, String type, String... outputs) {
    var rules = new StringBuilder();
    for (int at = 0; at < outputs.length; at++) {
      rules.append("<rule id='r%d'><inputEntry id='i%d'><text>-</text></inputEntry><outputEntry id='o%d'><text>%s</text></outputEntry></rule>"
          .formatted(at, at, at, outputs[at]));
    }
    var document = """
        <definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='https://example.org/'>
        <decision id='limits' name='limits'><decisionTable id='t' %s>
        <input id='i'><inputExpression id='e' typeRef='string'><text>who</text></inputExpression></input>
        <output id='o' name='limit' typeRef='%s'/>%s</decisionTable></decision></definitions>""".formatted(policy, type, rules);
    String result;
    try {
      var engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
      var table = engine.parseDecision("limits", new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
      result = String.valueOf((Object) engine.evaluateDecisionTable(table, Variables.putValue("who", "ann")).getSingleResult().getSingleEntry());
    } catch (RuntimeException error) {
      result = "refused";
    }
    System.out.println(type + " " + policy + " of " + String.join(" and ", outputs) + " -> " + result);
  }

  public static void main(String[] arguments) {
    String sum = "hitPolicy='COLLECT' aggregation='SUM'";
    told(sum, "integer", "2000000000", "2000000000");
    told(sum, "long", "9000000000000000000", "9000000000000000000");
    told(sum, "double", "0.1", "0.2");
    told("hitPolicy='UNIQUE'", "integer", "3000000000");
    told(sum, "integer", "20", "30");
    told("hitPolicy='COLLECT' aggregation='MAX'", "long", "9007199254740993", "9007199254740992");
    told("hitPolicy='COLLECT' aggregation='COUNT'", "integer", "2000000000", "2000000000");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
integer hitPolicy='COLLECT' aggregation='SUM' of 2000000000 and 2000000000 -> -294967296
long hitPolicy='COLLECT' aggregation='SUM' of 9000000000000000000 and 9000000000000000000 -> -446744073709551616
double hitPolicy='COLLECT' aggregation='SUM' of 0.1 and 0.2 -> 0.30000000000000004
integer hitPolicy='UNIQUE' of 3000000000 -> refused
integer hitPolicy='COLLECT' aggregation='SUM' of 20 and 30 -> 50
long hitPolicy='COLLECT' aggregation='MAX' of 9007199254740993 and 9007199254740992 -> 9007199254740993
integer hitPolicy='COLLECT' aggregation='COUNT' of 2000000000 and 2000000000 -> 2
SEEN
