#!/usr/bin/env bash
# Flowable: a gateway that waits for two of three approvals becomes one that goes on at each, and a loop is done once.
#
# Versions: org.flowable:flowable-bpmn-converter 7.1.0, JDK 17.
# Expected: BPMN 2.0.2: the activationCondition of a complex gateway says how many tokens it awaits; an exclusive one
#   passes on each; standardLoopCharacteristics repeat an activity; a task without a type is not a manual task. What
#   an engine cannot do, its reader can refuse.
# Seen: the complex gateway is read as an exclusive one, without its condition, so what follows is done for each
#   approval. The loop and its condition are gone, the plain task is a manual one, and the group that marks a part of
#   the drawing is missing. Repetition by multiInstanceLoopCharacteristics (the control) is kept. No warning.
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
    <dependency><groupId>org.flowable</groupId><artifactId>flowable-bpmn-converter</artifactId><version>7.1.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > process.bpmn <<'BPMN'
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="https://example.org/" id="d">
  <category id="kinds"><categoryValue id="risk" value="Risk"/></category>
  <process id="approve" name="Approve" isExecutable="true">
    <task id="plain" name="Weigh"/>
    <userTask id="ask" name="Ask until answered">
      <standardLoopCharacteristics testBefore="false" loopMaximum="3"><loopCondition xsi:type="tFormalExpression">open</loopCondition></standardLoopCharacteristics>
    </userTask>
    <userTask id="sign" name="Sign">
      <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality xsi:type="tFormalExpression">3</loopCardinality></multiInstanceLoopCharacteristics>
    </userTask>
    <complexGateway id="two" name="two of three" gatewayDirection="Converging">
      <activationCondition xsi:type="tFormalExpression">activationCount &gt;= 2</activationCondition>
    </complexGateway>
    <group id="marked" categoryValueRef="risk"/>
  </process>
</definitions>
BPMN
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import org.flowable.bpmn.converter.BpmnXMLConverter;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    try (var text = Files.newBufferedReader(Path.of("process.bpmn"))) {
      var model = new BpmnXMLConverter().convertToBpmnModel(XMLInputFactory.newInstance().createXMLStreamReader(text));
      var written = new String(new BpmnXMLConverter().convertToXML(model), "UTF-8");
      System.out.println(written.substring(written.indexOf("<process"), written.indexOf("</process>")).strip());
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
<process id="approve" name="Approve" isExecutable="true">
    <manualTask id="plain" name="Weigh"></manualTask>
    <userTask id="ask" name="Ask until answered"></userTask>
    <userTask id="sign" name="Sign">
      <multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality>3</loopCardinality>
      </multiInstanceLoopCharacteristics>
    </userTask>
    <exclusiveGateway id="two" name="two of three"></exclusiveGateway>
SEEN
