#!/usr/bin/env bash
# TopBraid SHACL, Jena: a pattern of XPath that Java does not know lets every text through, or stops the validation.
#
# Versions: org.topbraid:shacl 1.4.4 with jena-shacl 5.2.0, JDK 17; elementpath 5.1.4 (PyPI) as judge.
# Expected: SHACL (4.4.3, sh:pattern) is REGEX of SPARQL, and so fn:matches of XPath. Its regular expressions are those
#   of XML Schema (part 2, F): \i and \c are the letters of names, [a-z-[aeiou]] is a to z without the vowels,
#   \P{IsBasicLatin} is what is outside of a block. XPath adds the flag "x" (Functions and Operators, 7.6.1.1): white
#   space of the pattern does not count.
# Seen: in TopBraid "1" conforms to the pattern of a name, "zzz" to "a b" with flag x, "a" to what is not basic Latin: a
#   pattern that Java refuses is no demand at all, and nothing is said. In Jena one such pattern ends the validation, so
#   what other shapes would find is lost. In both "a" conforms to "no vowels", which Java takes for a union. A pattern
#   that both languages share (the control) is checked.
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
    <dependency><groupId>org.topbraid</groupId><artifactId>shacl</artifactId><version>1.4.4</version></dependency>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-shacl</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > cases.tsv <<'CASES'
^\i\c*$		1
^a b$	x	zzz
^\P{IsBasicLatin}$		a
^[a-z-[aeiou]]$		a
^[a-z]$		1
CASES
cat > Finding.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.vocabulary.RDF;
import org.topbraid.shacl.validation.ValidationUtil;

public class Finding {
  static final String SH = "http://www.w3.org/ns/shacl#";
  static final String EX = "https://example.org/";

  static String verdict(Supplier<Model> validation) {
    try {
      Model report = validation.get();
      boolean found = report.contains(null, RDF.type, report.createResource(SH + "ValidationResult"));
      return found ? "a violation" : "conforms";
    } catch (RuntimeException error) {
      return error.getClass().getSimpleName();
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of("cases.tsv"))) {
      String[] parts = line.split("\t");
      Model shapes = ModelFactory.createDefaultModel();
      var property = shapes.createResource().addProperty(shapes.createProperty(SH + "path"), shapes.createResource(EX + "code"))
          .addProperty(shapes.createProperty(SH + "pattern"), parts[0]);
      if (!parts[1].isEmpty()) {
        property.addProperty(shapes.createProperty(SH + "flags"), parts[1]);
      }
      shapes.createResource(EX + "S").addProperty(RDF.type, shapes.createResource(SH + "NodeShape"))
          .addProperty(shapes.createProperty(SH + "targetNode"), shapes.createResource(EX + "x"))
          .addProperty(shapes.createProperty(SH + "property"), property);
      Model data = ModelFactory.createDefaultModel();
      data.createResource(EX + "x").addProperty(data.createProperty(EX + "code"), parts[2]);
      System.out.println(parts[2] + " for " + parts[0] + " " + parts[1] + ": TopBraid "
          + verdict(() -> ValidationUtil.validateModel(data, shapes, false).getModel()) + ", Jena "
          + verdict(() -> ShaclValidator.get().validate(shapes.getGraph(), data.getGraph()).getModel()));
    }
  }
}
JAVA
cat > judge.py <<'PYTHON'
import pathlib

import elementpath

for line in pathlib.Path("cases.tsv").read_text().splitlines():
    pattern, flags, text = line.split("\t")
    found = elementpath.select(None, "matches($t, $p, $f)", item="",
                               variables={"t": text, "p": pattern, "f": flags})
    print(f"{text} for {pattern} {flags}: XPath {found}")
PYTHON
{
  java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null
  venv/bin/python judge.py
} | tee seen.txt
diff seen.txt - <<'SEEN'
1 for ^\i\c*$ : TopBraid conforms, Jena PatternSyntaxException
zzz for ^a b$ x: TopBraid conforms, Jena ExprEvalException
a for ^\P{IsBasicLatin}$ : TopBraid conforms, Jena PatternSyntaxException
a for ^[a-z-[aeiou]]$ : TopBraid conforms, Jena conforms
1 for ^[a-z]$ : TopBraid a violation, Jena a violation
1 for ^\i\c*$ : XPath False
zzz for ^a b$ x: XPath False
a for ^\P{IsBasicLatin}$ : XPath False
a for ^[a-z-[aeiou]]$ : XPath False
1 for ^[a-z]$ : XPath False
SEEN
