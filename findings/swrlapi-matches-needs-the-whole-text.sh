#!/usr/bin/env bash
# SWRLAPI: matches("team lead", "lead") is false, and one instant in two time zones is not equal to itself.
#
# Versions: edu.stanford.swrl:swrlapi-drools-engine 2.0.11 (with swrlapi 2.0.11), JDK 17; elementpath 5.1.4 (PyPI) as
#   judge.
# Expected: SWRL (W3C Submission, 8.1 and 8.4): matches is fn:matches of XQuery, true if "any substring" of the text
#   fits, unless the pattern has ^ and $ (Functions and Operators, 7.6.2); equal is op:dateTime-equal for times, which
#   compares instants (10.4.6).
# Seen: the pattern must fit the whole text, so a rule about titles with "lead" in them leaves most of them out; times
#   are equal if their letters are. No error. With ".*" on both sides, for the same zone, and for numbers of other forms
#   (the controls) the rule fires.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check elementpath==5.1.4
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>edu.stanford.swrl</groupId><artifactId>swrlapi-drools-engine</artifactId><version>2.0.11</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > cases.tsv <<'CASES'
swrlb:matches("team lead", "lead") ^ swrlb:add(?r, 0, 1)	matches("team lead", "lead")
swrlb:matches("team lead", ".*lead.*") ^ swrlb:add(?r, 0, 1)	matches("team lead", ".*lead.*")
swrlb:matches("lead", "l.a") ^ swrlb:add(?r, 0, 1)	matches("lead", "l.a")
swrlb:equal("2026-01-01T05:00:00Z"^^xsd:dateTime, "2026-01-01T00:00:00-05:00"^^xsd:dateTime) ^ swrlb:add(?r, 0, 1)	xs:dateTime("2026-01-01T05:00:00Z") = xs:dateTime("2026-01-01T00:00:00-05:00")
swrlb:equal("2026-01-01T05:00:00Z"^^xsd:dateTime, "2026-01-01T05:00:00Z"^^xsd:dateTime) ^ swrlb:add(?r, 0, 1)	xs:dateTime("2026-01-01T05:00:00Z") = xs:dateTime("2026-01-01T05:00:00Z")
swrlb:equal(2.50, 2.5) ^ swrlb:add(?r, 0, 1)	2.50 = 2.5
CASES
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.swrlapi.factory.SWRLAPIFactory;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of("cases.tsv"))) {
      String body = line.split("\t")[0];
      var engine = SWRLAPIFactory.createSQWRLQueryEngine(OWLManager.createOWLOntologyManager().createOntology());
      var result = engine.runSQWRLQuery("query", body + " -> sqwrl:select(?r)");
      System.out.println(body + ": " + (result.next() ? result.getValue(0) : "(none)"));
    }
  }
}
JAVA
cat > judge.py <<'PYTHON'
import pathlib

import elementpath

for line in pathlib.Path("cases.tsv").read_text().splitlines():
    expression = line.split("\t")[1]
    print(f"XPath {expression}: {elementpath.select(None, expression, item='')}")
PYTHON
{
  java -Xmx512m -Duser.timezone=UTC -cp 'jars/*' Finding.java 2>/dev/null
  venv/bin/python judge.py
} | tee seen.txt
diff seen.txt - <<'SEEN'
swrlb:matches("team lead", "lead") ^ swrlb:add(?r, 0, 1): (none)
swrlb:matches("team lead", ".*lead.*") ^ swrlb:add(?r, 0, 1): "1"^^xsd:integer
swrlb:matches("lead", "l.a") ^ swrlb:add(?r, 0, 1): (none)
swrlb:equal("2026-01-01T05:00:00Z"^^xsd:dateTime, "2026-01-01T00:00:00-05:00"^^xsd:dateTime) ^ swrlb:add(?r, 0, 1): (none)
swrlb:equal("2026-01-01T05:00:00Z"^^xsd:dateTime, "2026-01-01T05:00:00Z"^^xsd:dateTime) ^ swrlb:add(?r, 0, 1): "1"^^xsd:integer
swrlb:equal(2.50, 2.5) ^ swrlb:add(?r, 0, 1): "1"^^xsd:integer
XPath matches("team lead", "lead"): True
XPath matches("team lead", ".*lead.*"): True
XPath matches("lead", "l.a"): True
XPath xs:dateTime("2026-01-01T05:00:00Z") = xs:dateTime("2026-01-01T00:00:00-05:00"): True
XPath xs:dateTime("2026-01-01T05:00:00Z") = xs:dateTime("2026-01-01T05:00:00Z"): True
XPath 2.50 = 2.5: True
SEEN
