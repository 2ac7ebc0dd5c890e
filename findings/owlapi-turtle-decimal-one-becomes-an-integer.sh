#!/usr/bin/env bash
# OWL API: "1"^^xsd:decimal is written in Turtle as 1, which is an xsd:integer.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: RDF 1.1 Turtle (2.5.2, table of abbreviations): a number without a point is an xsd:integer; an xsd:decimal
#   may be abbreviated only when it has a point. So a writer keeps the quotes and the datatype where the text has no
#   point.
# Seen: saved as Turtle and loaded again, the literal of a price is an xsd:integer. OWL/XML, RDF/XML and functional
#   syntax keep it, so that the same ontology differs by the format it went through: an axiom is not equal to itself,
#   and in SPARQL or SHACL a datatype of xsd:decimal does not match any more. "1.50" (the control) is kept.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.FunctionalSyntaxDocumentFormat;
import org.semanticweb.owlapi.formats.OWLXMLDocumentFormat;
import org.semanticweb.owlapi.formats.RDFXMLDocumentFormat;
import org.semanticweb.owlapi.formats.TurtleDocumentFormat;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;

public class Finding {
  static String literal(OWLOntology ontology) {
    var object = ontology.axioms(AxiomType.DATA_PROPERTY_ASSERTION).findFirst().get().getObject();
    return object.getLiteral() + " " + object.getDatatype().getIRI().getShortForm();
  }

  // The literal after saving in a format and loading again.
  static String round(String text, OWLDocumentFormat format) throws Exception {
    var source = new StringDocumentSource("""
        Prefix(:=<https://example.org/>) Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)
        Ontology(<https://example.org/shop> Declaration(DataProperty(:price)) Declaration(NamedIndividual(:ticket))
        DataPropertyAssertion(:price :ticket "%s"^^xsd:decimal))""".formatted(text));
    var ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source);
    if (!literal(ontology).equals(text + " decimal")) throw new IllegalStateException(literal(ontology));
    var saved = new ByteArrayOutputStream();
    ontology.getOWLOntologyManager().saveOntology(ontology, format, saved);
    var again = new StringDocumentSource(saved.toString("UTF-8"), IRI.create("https://example.org/file"), format, null);
    return literal(OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(again));
  }

  public static void main(String[] arguments) throws Exception {
    List<String> seen = new ArrayList<>();
    seen.add(round("1", new TurtleDocumentFormat()));
    seen.add(round("1.50", new TurtleDocumentFormat()));
    seen.add(round("1", new RDFXMLDocumentFormat()));
    seen.add(round("1", new OWLXMLDocumentFormat()));
    seen.add(round("1", new FunctionalSyntaxDocumentFormat()));
    System.out.println(seen);
    System.exit(seen.equals(List.of("1 integer", "1.50 decimal", "1 decimal", "1 decimal", "1 decimal")) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
