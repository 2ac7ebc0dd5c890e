#!/usr/bin/env bash
# SWRLAPI: substring("lead", 2) is "ad", not "ead", with a length it is shorter still, and translate changes nothing.
#
# Versions: edu.stanford.swrl:swrlapi-drools-engine 2.0.11 (with swrlapi 2.0.11), JDK 17; elementpath 5.1.4 (PyPI) as
#   judge.
# Expected: SWRL (W3C Submission, 8.4, Built-Ins for Strings): substring and translate are fn:substring and fn:translate
#   of XQuery, whose first letter is number 1 and whose third argument is a length (Functions and Operators, 7.4.3 and
#   7.4.9). SWRLAPI's own page on its core built-ins names where it differs; of these two it says nothing.
# Seen: letters are counted from nought and the third argument is where to end, as in Java: substring("lead", 2, 3) is
#   one letter. translate leaves both texts as they are. So a rule that cuts a code in two gives other halves than in
#   another engine. No error. stringLength, substringBefore and upperCase (the controls) are as XPath has them.
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
swrlb:substring(?r, "lead", 2)	substring("lead", 2)
swrlb:substring(?r, "lead", 1, 2)	substring("lead", 1, 2)
swrlb:substring(?r, "lead", 2, 3)	substring("lead", 2, 3)
swrlb:translate(?r, "bar", "abc", "ABC")	translate("bar", "abc", "ABC")
swrlb:translate(?r, "1-2-3", "-.", "/:")	translate("1-2-3", "-.", "/:")
swrlb:stringLength(?r, "lead")	string-length("lead")
swrlb:substringBefore(?r, "lead", "a")	substring-before("lead", "a")
swrlb:upperCase(?r, "lead")	upper-case("lead")
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
swrlb:substring(?r, "lead", 2): "ad"^^xsd:string
swrlb:substring(?r, "lead", 1, 2): "e"^^xsd:string
swrlb:substring(?r, "lead", 2, 3): "a"^^xsd:string
swrlb:translate(?r, "bar", "abc", "ABC"): "bar"^^xsd:string
swrlb:translate(?r, "1-2-3", "-.", "/:"): "1-2-3"^^xsd:string
swrlb:stringLength(?r, "lead"): "4"^^xsd:integer
swrlb:substringBefore(?r, "lead", "a"): "le"^^xsd:string
swrlb:upperCase(?r, "lead"): "LEAD"^^xsd:string
XPath substring("lead", 2): ead
XPath substring("lead", 1, 2): le
XPath substring("lead", 2, 3): ead
XPath translate("bar", "abc", "ABC"): BAr
XPath translate("1-2-3", "-.", "/:"): 1/2/3
XPath string-length("lead"): 4
XPath substring-before("lead", "a"): le
XPath upper-case("lead"): LEAD
SEEN
