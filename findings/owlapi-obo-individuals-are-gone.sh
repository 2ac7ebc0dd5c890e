#!/usr/bin/env bash
# OWL API: who holds which role is gone from OBO, with all that is said of individuals by their types.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OBO Flat File Format 1.4 has Instance frames with instance_of for it. What OBO has no tags for, this writer
#   keeps as OWL in the line owl-axioms of the header, as it does for values of individuals and for keys.
# Seen: a ClassAssertion is neither written as a frame nor kept in the header, so the ontology that is read again has
#   no members of its classes. No error, no warning. The value of an individual (in owl-axioms), and the same in
#   OWL/XML (the controls), stay.
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
    <dependency><groupId>net.sourceforge.owlapi</groupId><artifactId>owlapi-distribution</artifactId><version>5.5.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.util.TreeSet;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat;
import org.semanticweb.owlapi.formats.OBODocumentFormat;
import org.semanticweb.owlapi.formats.OWLXMLDocumentFormat;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;

public class Finding {
  static OWLOntology read(String text, OWLDocumentFormat format) throws Exception {
    var source = new StringDocumentSource(text, IRI.create("urn:document"), format, null);
    return OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source);
  }

  static void told(String name, OWLOntology ontology) {
    var axioms = new TreeSet<String>();
    ontology.axioms(AxiomType.CLASS_ASSERTION).forEach(axiom -> axioms.add(axiom.toString().replace("http://purl.obolibrary.org/obo/", "")));
    axioms.removeIf(axiom -> axiom.contains("oboInOwl"));
    System.out.println(name + ": " + (axioms.isEmpty() ? "nothing" : String.join(" | ", axioms)));
  }

  public static void main(String[] arguments) throws Exception {
    String text = """
        Prefix(:=<http://purl.obolibrary.org/obo/>) Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
        Ontology(<http://purl.obolibrary.org/obo/ex.owl>
        Declaration(Class(:EX_1)) Declaration(NamedIndividual(:EX_7)) Declaration(DataProperty(:EX_8))
        ClassAssertion(:EX_1 :EX_7)
        DataPropertyAssertion(:EX_8 :EX_7 "5")
        )""";
    var before = read(text, new FunctionalSyntaxDocumentFormat());
    told("before", before);
    for (var format : new OWLDocumentFormat[] {new OBODocumentFormat(), new OWLXMLDocumentFormat()}) {
      var out = new ByteArrayOutputStream();
      before.saveOntology(format, out);
      var written = out.toString("UTF-8");
      if (format instanceof OBODocumentFormat) {
        written.lines().filter(line -> line.matches("(instance_of|owl-axioms): .*")).forEach(line -> System.out.println("  " + line));
      }
      told(format.getClass().getSimpleName(), read(written, format));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
before: ClassAssertion(<EX_1> <EX_7>)
  owl-axioms: \n\nOntology(\n\n\n\nDataPropertyAssertion(<http://purl.obolibrary.org/obo/EX_8> <http://purl.obolibrary.org/obo/EX_7> \"5\")\n)
OBODocumentFormat: nothing
OWLXMLDocumentFormat: ClassAssertion(<EX_1> <EX_7>)
SEEN
