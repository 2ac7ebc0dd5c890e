#!/usr/bin/env bash
# OWL API: rdfs:seeAlso that went through OBO is another property, <http://purl.obolibrary.org/obo/ex#seeAlso>.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OBO Flat File Format 1.4 (translation of identifiers to OWL): an identifier without a prefix is one of the
#   ontology's own; rdfs:seeAlso has a prefix that the format knows. So a property keeps its IRI in both directions.
# Seen: the writer puts the bare name seeAlso into property_value, and the reader takes it for a name of the ontology;
#   rdfs:isDefinedBy likewise. Each ontology gets properties of its own, and a query for the links finds none. No
#   error. rdfs:label, which has a tag, and OWL/XML (the controls) stay.
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
    ontology.axioms(AxiomType.ANNOTATION_ASSERTION).forEach(axiom -> axioms.add(axiom.toString().replace("http://purl.obolibrary.org/obo/", "")));
    axioms.removeIf(axiom -> axiom.contains("oboInOwl"));
    System.out.println(name + ": " + (axioms.isEmpty() ? "nothing" : String.join(" | ", axioms)));
  }

  public static void main(String[] arguments) throws Exception {
    String text = """
        Prefix(:=<http://purl.obolibrary.org/obo/>) Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
        Ontology(<http://purl.obolibrary.org/obo/ex.owl>
        Declaration(Class(:EX_1))
        AnnotationAssertion(rdfs:seeAlso :EX_1 <https://example.org/page>)
        AnnotationAssertion(rdfs:isDefinedBy :EX_1 <https://example.org/book>)
        AnnotationAssertion(rdfs:label :EX_1 "approver")
        )""";
    var before = read(text, new FunctionalSyntaxDocumentFormat());
    told("before", before);
    for (var format : new OWLDocumentFormat[] {new OBODocumentFormat(), new OWLXMLDocumentFormat()}) {
      var out = new ByteArrayOutputStream();
      before.saveOntology(format, out);
      var written = out.toString("UTF-8");
      if (format instanceof OBODocumentFormat) {
        written.lines().filter(line -> line.matches("(property_value|name): .*")).forEach(line -> System.out.println("  " + line));
      }
      told(format.getClass().getSimpleName(), read(written, format));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
before: AnnotationAssertion(rdfs:isDefinedBy <EX_1> <https://example.org/book>) | AnnotationAssertion(rdfs:label <EX_1> "approver"^^xsd:string) | AnnotationAssertion(rdfs:seeAlso <EX_1> <https://example.org/page>)
  name: approver
  property_value: isDefinedBy https://example.org/book
  property_value: seeAlso https://example.org/page
OBODocumentFormat: AnnotationAssertion(<ex#isDefinedBy> <EX_1> <https://example.org/book>) | AnnotationAssertion(<ex#seeAlso> <EX_1> <https://example.org/page>) | AnnotationAssertion(rdfs:label <EX_1> "approver"^^xsd:string)
OWLXMLDocumentFormat: AnnotationAssertion(rdfs:isDefinedBy <EX_1> <https://example.org/book>) | AnnotationAssertion(rdfs:label <EX_1> "approver"^^xsd:string) | AnnotationAssertion(rdfs:seeAlso <EX_1> <https://example.org/page>)
SEEN
