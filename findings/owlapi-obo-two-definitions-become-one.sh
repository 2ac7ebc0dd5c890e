#!/usr/bin/env bash
# OWL API: a class with two definitions has one in OBO, which asks for both, so nothing falls under it any more.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OBO Flat File Format 1.4 (translation to OWL, intersection_of): all intersection_of lines of a term are one
#   definition, so a second one cannot be written so. What OBO has no tags for, this writer keeps as OWL in the line
#   owl-axioms of the header.
# Seen: the lines of both definitions are written one after the other, and read as one intersection. An officer who was
#   a person with a licence, or an employee with a mandate, is now only who is all four; who has a licence is no
#   officer any more. No error, no warning. One definition, and the axioms in OWL/XML (the controls), stay.
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
    ontology.axioms(AxiomType.EQUIVALENT_CLASSES).forEach(axiom -> axioms.add(axiom.toString().replace("http://purl.obolibrary.org/obo/", "")));
    axioms.removeIf(axiom -> axiom.contains("oboInOwl"));
    System.out.println(name + ": " + (axioms.isEmpty() ? "nothing" : String.join(" | ", axioms)));
  }

  public static void main(String[] arguments) throws Exception {
    String text = """
        Prefix(:=<http://purl.obolibrary.org/obo/>) Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
        Ontology(<http://purl.obolibrary.org/obo/ex.owl>
        EquivalentClasses(:EX_1 ObjectIntersectionOf(:EX_2 ObjectSomeValuesFrom(:EX_9 :EX_4)))
        EquivalentClasses(:EX_1 ObjectIntersectionOf(:EX_3 ObjectSomeValuesFrom(:EX_9 :EX_5)))
        EquivalentClasses(:EX_6 ObjectIntersectionOf(:EX_2 ObjectSomeValuesFrom(:EX_9 :EX_5)))
        )""";
    var before = read(text, new FunctionalSyntaxDocumentFormat());
    told("before", before);
    for (var format : new OWLDocumentFormat[] {new OBODocumentFormat(), new OWLXMLDocumentFormat()}) {
      var out = new ByteArrayOutputStream();
      before.saveOntology(format, out);
      var written = out.toString("UTF-8");
      if (format instanceof OBODocumentFormat) {
        written.lines().filter(line -> line.matches("(intersection_of): .*")).forEach(line -> System.out.println("  " + line));
      }
      told(format.getClass().getSimpleName(), read(written, format));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
before: EquivalentClasses(<EX_1> ObjectIntersectionOf(<EX_2> ObjectSomeValuesFrom(<EX_9> <EX_4>))) | EquivalentClasses(<EX_1> ObjectIntersectionOf(<EX_3> ObjectSomeValuesFrom(<EX_9> <EX_5>))) | EquivalentClasses(<EX_6> ObjectIntersectionOf(<EX_2> ObjectSomeValuesFrom(<EX_9> <EX_5>)))
  intersection_of: EX:2
  intersection_of: EX:3
  intersection_of: EX:9 EX:4
  intersection_of: EX:9 EX:5
  intersection_of: EX:2
  intersection_of: EX:9 EX:5
OBODocumentFormat: EquivalentClasses(<EX_1> ObjectIntersectionOf(<EX_2> <EX_3> ObjectSomeValuesFrom(<EX_9> <EX_4>) ObjectSomeValuesFrom(<EX_9> <EX_5>))) | EquivalentClasses(<EX_6> ObjectIntersectionOf(<EX_2> ObjectSomeValuesFrom(<EX_9> <EX_5>)))
OWLXMLDocumentFormat: EquivalentClasses(<EX_1> ObjectIntersectionOf(<EX_2> ObjectSomeValuesFrom(<EX_9> <EX_4>))) | EquivalentClasses(<EX_1> ObjectIntersectionOf(<EX_3> ObjectSomeValuesFrom(<EX_9> <EX_5>))) | EquivalentClasses(<EX_6> ObjectIntersectionOf(<EX_2> ObjectSomeValuesFrom(<EX_9> <EX_5>)))
SEEN
