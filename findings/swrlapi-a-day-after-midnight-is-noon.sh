#!/usr/bin/env bash
# SWRLAPI: a day after midnight is noon of the next day, without a zone, and a month after 31 January is 3 March.
#
# Versions: edu.stanford.swrl:swrlapi-drools-engine 2.0.11 (with swrlapi 2.0.11), JDK 17; elementpath 5.1.4 (PyPI) as
#   judge.
# Expected: SWRL (W3C Submission, 8.5, Built-Ins for Date, Time and Duration) takes these from XQuery:
#   op:add-dayTimeDuration-to-dateTime keeps the zone, op:add-yearMonthDuration-to-date takes the last day of a month
#   that is too short (Functions and Operators, 10.8; XML Schema part 2, E), and date makes an xsd:date.
# Seen: hours after midnight are written in the twelve of a clock, so 00 becomes 12 and 13 becomes 01; the zone is gone.
#   date makes "2026-1-2GMT" and dateTime "2026-1-2T3:4:5GMT", which are not of their datatypes, so that no reader takes
#   them. No error. An hour before noon, and a month after the 15th (the controls) are right, but for the zone.
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
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T00:00:00Z"^^xsd:dateTime, "P1D"^^xsd:duration)	xs:dateTime("2026-01-01T00:00:00Z") + xs:dayTimeDuration("P1D")
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T13:30:00Z"^^xsd:dateTime, "P1D"^^xsd:duration)	xs:dateTime("2026-01-01T13:30:00Z") + xs:dayTimeDuration("P1D")
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T10:00:00Z"^^xsd:dateTime, "PT1H"^^xsd:duration)	xs:dateTime("2026-01-01T10:00:00Z") + xs:dayTimeDuration("PT1H")
swrlb:addYearMonthDurationToDate(?r, "2026-01-31"^^xsd:date, "P1M"^^xsd:duration)	xs:date("2026-01-31") + xs:yearMonthDuration("P1M")
swrlb:addYearMonthDurationToDate(?r, "2026-01-15"^^xsd:date, "P1M"^^xsd:duration)	xs:date("2026-01-15") + xs:yearMonthDuration("P1M")
swrlb:date(?r, 2026, 1, 2, "Z")	xs:date("2026-01-02Z")
swrlb:dateTime(?r, 2026, 1, 2, 3, 4, 5, "Z")	xs:dateTime("2026-01-02T03:04:05Z")
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
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T00:00:00Z"^^xsd:dateTime, "P1D"^^xsd:duration): "2026-01-02T12:00:00"^^xsd:dateTime
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T13:30:00Z"^^xsd:dateTime, "P1D"^^xsd:duration): "2026-01-02T01:30:00"^^xsd:dateTime
swrlb:addDayTimeDurationToDateTime(?r, "2026-01-01T10:00:00Z"^^xsd:dateTime, "PT1H"^^xsd:duration): "2026-01-01T11:00:00"^^xsd:dateTime
swrlb:addYearMonthDurationToDate(?r, "2026-01-31"^^xsd:date, "P1M"^^xsd:duration): "2026-03-03"^^xsd:date
swrlb:addYearMonthDurationToDate(?r, "2026-01-15"^^xsd:date, "P1M"^^xsd:duration): "2026-02-15"^^xsd:date
swrlb:date(?r, 2026, 1, 2, "Z"): "2026-1-2GMT"^^xsd:date
swrlb:dateTime(?r, 2026, 1, 2, 3, 4, 5, "Z"): "2026-1-2T3:4:5GMT"^^xsd:dateTime
XPath xs:dateTime("2026-01-01T00:00:00Z") + xs:dayTimeDuration("P1D"): 2026-01-02T00:00:00Z
XPath xs:dateTime("2026-01-01T13:30:00Z") + xs:dayTimeDuration("P1D"): 2026-01-02T13:30:00Z
XPath xs:dateTime("2026-01-01T10:00:00Z") + xs:dayTimeDuration("PT1H"): 2026-01-01T11:00:00Z
XPath xs:date("2026-01-31") + xs:yearMonthDuration("P1M"): 2026-02-28
XPath xs:date("2026-01-15") + xs:yearMonthDuration("P1M"): 2026-02-15
XPath xs:date("2026-01-02Z"): 2026-01-02Z
XPath xs:dateTime("2026-01-02T03:04:05Z"): 2026-01-02T03:04:05Z
SEEN
