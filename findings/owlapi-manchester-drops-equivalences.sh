#!/usr/bin/env bash
# OWL API: saved in Manchester syntax, an equivalence of two anonymous classes is gone.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OWL 2 Manchester Syntax (2.5, rule misc): "EquivalentClasses:" and "DisjointClasses:" with a list of
#   descriptions stand for themselves beside the frames, for axioms that have no named class to belong to. What cannot
#   be written is reported.
# Seen: the file has no line of it and no exception is thrown; the loaded ontology lacks the axiom and with it what
#   followed from it. The disjointness of two anonymous classes and an annotation of an IRI that is no declared entity
#   are lost in the same way. A subclass axiom with an anonymous class on the left (the control) is kept, and the
#   library reads "EquivalentClasses:" itself. Functional syntax keeps all four.
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
import org.semanticweb.owlapi.formats.ManchesterSyntaxDocumentFormat;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;

public class Finding {
  static final String TEXT = """
      Prefix(:=<https://example.org/>) Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
      Ontology(<https://example.org/family> Declaration(Class(:Person)) Declaration(Class(:School))
      Declaration(ObjectProperty(:teaches)) Declaration(ObjectProperty(:worksAt))
      EquivalentClasses(ObjectSomeValuesFrom(:teaches :Person) ObjectSomeValuesFrom(:worksAt :School))
      AnnotationAssertion(rdfs:comment <https://example.org/page> "a page about it")
      DisjointClasses(ObjectSomeValuesFrom(:teaches :School) ObjectSomeValuesFrom(:worksAt :Person))
      SubClassOf(ObjectSomeValuesFrom(:worksAt :School) :Person))""";

  static OWLOntology load(StringDocumentSource source) throws Exception {
    return OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source);
  }

  // How many equivalences, annotations, disjointnesses and subclass axioms there are.
  static List<Integer> count(OWLOntology ontology) {
    List<Integer> numbers = new ArrayList<>();
    for (var type : List.of(AxiomType.EQUIVALENT_CLASSES, AxiomType.ANNOTATION_ASSERTION, AxiomType.DISJOINT_CLASSES,
        AxiomType.SUBCLASS_OF)) numbers.add(ontology.getAxiomCount(type));
    return numbers;
  }

  static List<Integer> round(OWLDocumentFormat format) throws Exception {
    var ontology = load(new StringDocumentSource(TEXT));
    var saved = new ByteArrayOutputStream();
    ontology.getOWLOntologyManager().saveOntology(ontology, format, saved);
    return count(load(new StringDocumentSource(saved.toString("UTF-8"), IRI.create("https://example.org/file"), format,
        null)));
  }

  public static void main(String[] arguments) throws Exception {
    var written = """
        Prefix: : <https://example.org/>
        Ontology: <https://example.org/family>
        Class: :Person
        Class: :School
        ObjectProperty: :teaches
        ObjectProperty: :worksAt
        EquivalentClasses: (:teaches some :Person), (:worksAt some :School)
        """;
    var read = count(load(new StringDocumentSource(written, IRI.create("https://example.org/file"),
        new ManchesterSyntaxDocumentFormat(), null)));
    var seen = List.of(round(new ManchesterSyntaxDocumentFormat()), round(new FunctionalSyntaxDocumentFormat()), read);
    System.out.println(seen);
    System.exit(seen.equals(List.of(List.of(0, 0, 0, 1), List.of(1, 1, 1, 1), List.of(1, 0, 0, 0))) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
