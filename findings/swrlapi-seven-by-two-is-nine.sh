#!/usr/bin/env bash
# SWRLAPI: 7 divided by 2 in whole numbers is 9, one quarter of a post is 0, and a third of 1.0 is 0.3.
#
# Versions: edu.stanford.swrl:swrlapi-drools-engine 2.0.11 (with swrlapi 2.0.11), JDK 17; elementpath 5.1.4 (PyPI) as
#   judge.
# Expected: SWRL (W3C Submission, 8.2, Math Built-Ins): integerDivide is op:numeric-integer-divide of XQuery, whose
#   quotient is cut, 7 by 2 is 3. divide is "the arithmetic quotient", from op:numeric-divide, which gives an xs:decimal
#   for two integers (Functions and Operators, 6.2.4).
# Seen: integerDivide gives the sum of its two numbers, so six hours for four people are ten hours for each. divide of
#   integers is rounded to an integer, of decimals to as many places as the first one has. No error. mod and multiply
#   (the controls) are right. The judge calculates as XPath says.
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
swrlb:integerDivide(?r, 7, 2)	7 idiv 2
swrlb:integerDivide(?r, 6, 4)	6 idiv 4
swrlb:integerDivide(?r, -7, 2)	-7 idiv 2
swrlb:divide(?r, 1, 4)	1 div 4
swrlb:divide(?r, 5, 2)	5 div 2
swrlb:divide(?r, 1.0, 3)	1.0 div 3
swrlb:divide(?r, 7.0, 2)	7.0 div 2
swrlb:mod(?r, 7, 2)	7 mod 2
swrlb:multiply(?r, 7, 2)	7 * 2
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
swrlb:integerDivide(?r, 7, 2): "9"^^xsd:integer
swrlb:integerDivide(?r, 6, 4): "10"^^xsd:integer
swrlb:integerDivide(?r, -7, 2): "-5"^^xsd:integer
swrlb:divide(?r, 1, 4): "0"^^xsd:integer
swrlb:divide(?r, 5, 2): "3"^^xsd:integer
swrlb:divide(?r, 1.0, 3): "0.3"^^xsd:decimal
swrlb:divide(?r, 7.0, 2): "3.5"^^xsd:decimal
swrlb:mod(?r, 7, 2): "1"^^xsd:integer
swrlb:multiply(?r, 7, 2): "14"^^xsd:integer
XPath 7 idiv 2: 3
XPath 6 idiv 4: 1
XPath -7 idiv 2: -3
XPath 1 div 4: 0.25
XPath 5 div 2: 2.5
XPath 1.0 div 3: 0.3333333333333333333333333333
XPath 7.0 div 2: 3.5
XPath 7 mod 2: 1
XPath 7 * 2: 14
SEEN
