#!/usr/bin/env bash
# RDF4J: in RDF/XML a text of blanks is the empty text, and its own writer makes such files.
#
# Versions: rdf4j-rio-rdfxml 5.2.0, JDK 17; pyoxigraph 0.5.13 as peer.
# Expected: RDF/XML (7.2.16, literalPropertyElt): the value is the text between the tags, white space included; XML
#   1.0 (2.10): a processor passes all characters that are not markup to the application.
# Seen: " " and a line feed are read as "". A separator, an indent, or what stands between words in a template is
#   lost, in a round through RDF4J's own file, too. No error. A text with blanks at its ends (the control) keeps them.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pyoxigraph==0.5.13
cd "$folder"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.rdf4j</groupId><artifactId>rdf4j-rio-rdfxml</artifactId><version>5.2.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > data.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/" xml:base="https://example.org/base/">
<rdf:Description rdf:about="a"><separator> </separator><lines>
</lines><text> a </text></rdf:Description>
</rdf:RDF>
XML
cat > Finding.java <<'JAVA'
import java.io.FileReader;
import java.io.StringReader;
import java.io.StringWriter;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.impl.LinkedHashModel;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

public class Finding {
  static void show(String name, Model model) {
    model.forEach(each -> System.out.println(name + " " + each.getPredicate().getLocalName() + " "
        + each.getObject().toString().replace("\n", "\\n")));
  }

  public static void main(String[] arguments) throws Exception {
    show("RDF4J", Rio.parse(new FileReader("data.rdf"), "", RDFFormat.RDFXML));
    var made = new LinkedHashModel();
    made.add(Values.iri("https://example.org/a"), Values.iri("https://example.org/separator"), Values.literal(" "));
    var text = new StringWriter();
    Rio.write(made, text, RDFFormat.RDFXML);
    show("RDF4J round", Rio.parse(new StringReader(text.toString()), "", RDFFormat.RDFXML));
  }
}
JAVA
cat > read.py <<'PYTHON'
import pyoxigraph

for quad in sorted(pyoxigraph.parse(path="data.rdf", format=pyoxigraph.RdfFormat.RDF_XML), key=str):
    print("pyoxigraph", quad.predicate.value.split("/")[-1], quad.object)
PYTHON
{ java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null; venv/bin/python read.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
RDF4J separator ""
RDF4J lines ""
RDF4J text " a "
RDF4J round separator ""
pyoxigraph lines "\n"
pyoxigraph separator " "
pyoxigraph text " a "
SEEN
