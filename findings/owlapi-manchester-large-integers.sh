#!/usr/bin/env bash
# OWL API: in Manchester syntax an integer beyond 32 bits comes back as a decimal.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OWL 2 Manchester Syntax (2.1): digits without a point are an abbreviation of xsd:integer, which has no
#   upper end. So what was written as 3000000000 is read as an xsd:integer.
# Seen: the library writes 3000000000 and reads xsd:decimal. 2147483647 stays. Where the property's range is
#   xsd:integer a reasoner still takes the value, but the axiom is not equal to itself: comparing two versions of an
#   ontology, or removing the statement, misses it. Functional syntax keeps it.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat;
import org.semanticweb.owlapi.formats.ManchesterSyntaxDocumentFormat;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.vocab.OWL2Datatype;

public class Finding {
  /** The datatype of an xsd:integer that was written and read in this format. */
  static String again(String digits, OWLDocumentFormat format) throws Exception {
    var manager = OWLManager.createOWLOntologyManager();
    var factory = manager.getOWLDataFactory();
    var ontology = manager.createOntology(IRI.create("https://example.org/o"));
    var property = factory.getOWLDataProperty(IRI.create("https://example.org/o#count"));
    var thing = factory.getOWLNamedIndividual(IRI.create("https://example.org/o#thing"));
    var value = factory.getOWLLiteral(digits, OWL2Datatype.XSD_INTEGER);
    manager.addAxiom(ontology, factory.getOWLDeclarationAxiom(property));
    manager.addAxiom(ontology, factory.getOWLDeclarationAxiom(thing));
    manager.addAxiom(ontology, factory.getOWLDataPropertyAssertionAxiom(property, thing, value));
    var out = new ByteArrayOutputStream();
    manager.saveOntology(ontology, format, out);
    return OWLManager.createOWLOntologyManager()
        .loadOntologyFromOntologyDocument(
            new StringDocumentSource(out.toString("UTF-8"), "https://example.org/in", format, null))
        .axioms(AxiomType.DATA_PROPERTY_ASSERTION)
        .map(axiom -> axiom.getObject().getDatatype().getIRI().getShortForm() + " " + axiom.getObject().getLiteral())
        .findFirst()
        .orElse("nothing");
  }

  public static void main(String[] arguments) throws Exception {
    String seen = again("2147483647", new ManchesterSyntaxDocumentFormat()) + ", "
        + again("3000000000", new ManchesterSyntaxDocumentFormat()) + "; functional: "
        + again("3000000000", new FunctionalSyntaxDocumentFormat());
    System.out.println("Manchester: " + seen);
    System.exit(seen.equals("integer 2147483647, decimal 3000000000; functional: integer 3000000000") ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
