#!/usr/bin/env bash
# Flowable: a process that was read and written has no Chair within the Board, and nobody who carries the papers.
#
# Versions: org.flowable:flowable-bpmn-converter 7.1.0, JDK 17.
# Expected: BPMN 2.0.2: a lane may have lanes of its own in a childLaneSet; any activity may have resources, as
#   performers and owners, and any number of texts of documentation. A converter keeps what it reads, or says what it
#   does not.
# Seen: of the lanes within the Board the Chair is gone, with the Chair's step listed for the Board a second time; the
#   Secretary stands beside the Board, not in it. The owner of a manual task, the plain performer of a user task and
#   the first of two documentations are gone. The owner of a user task (the control) is kept, in attributes of
#   Flowable. No warning.
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
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://example.org/" id="d">
  <resource id="notary" name="Notary"/>
  <process id="approve" name="Approve" isExecutable="true">
    <laneSet id="lanes"><lane id="board" name="Board"><flowNodeRef>sign</flowNodeRef><flowNodeRef>carry</flowNodeRef>
      <childLaneSet id="inner">
        <lane id="chair" name="Chair"><flowNodeRef>sign</flowNodeRef></lane>
        <lane id="secretary" name="Secretary"><flowNodeRef>carry</flowNodeRef></lane>
      </childLaneSet></lane></laneSet>
    <userTask id="sign" name="Sign">
      <documentation>Within ten days.</documentation><documentation>In ink.</documentation>
      <performer id="by"><resourceRef>notary</resourceRef></performer>
      <potentialOwner id="owner"><resourceAssignmentExpression><formalExpression>user(ann), group(chairs)</formalExpression></resourceAssignmentExpression></potentialOwner>
    </userTask>
    <manualTask id="carry" name="Carry">
      <potentialOwner id="porter"><resourceAssignmentExpression><formalExpression>group(porters)</formalExpression></resourceAssignmentExpression></potentialOwner>
    </manualTask>
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
    <laneSet id="laneSet_approve">
      <lane id="board" name="Board">
        <flowNodeRef>sign</flowNodeRef>
        <flowNodeRef>carry</flowNodeRef>
        <flowNodeRef>sign</flowNodeRef>
      </lane>
      <lane id="secretary" name="Secretary">
        <flowNodeRef>carry</flowNodeRef>
      </lane>
    </laneSet>
    <userTask id="sign" name="Sign" flowable:candidateUsers="ann" flowable:candidateGroups="chairs">
      <documentation>In ink.</documentation>
    </userTask>
    <manualTask id="carry" name="Carry"></manualTask>
SEEN
