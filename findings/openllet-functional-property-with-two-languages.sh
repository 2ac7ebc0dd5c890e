#!/usr/bin/env bash
# Openllet: a functional property may have "red"@en and "grün"@de, or the integer 1 and the double 2.0.
#
# Versions: openllet-owlapi 2.6.5 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 (Structural Specification, 9.3.6): there is one value at most. By 4.1, 4.2 and 4.3 the values of
#   floats, doubles and the other numbers are disjoint, and texts with different language tags are different values.
# Seen: the ontology is consistent if the two values differ in language or in the kind of number, whatever the values
#   are, and so it is with DataMaxCardinality(1 p). So the check that a thing has one name does not see a second one in
#   another language. No warning. 1 and 2, "red" and "green", a URI and a text (the controls) are contradictions.
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
    <dependency><groupId>com.github.galigator.openllet</groupId><artifactId>openllet-owlapi</artifactId><version>2.6.5</version></dependency>
    <dependency><groupId>net.sourceforge.owlapi</groupId><artifactId>org.semanticweb.hermit</artifactId><version>1.4.5.519</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.reasoner.OWLReasonerFactory;

public class Finding {
  static final String HEAD = """
      Prefix(:=<https://example.org/>) Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)
      Ontology(<https://example.org/ontology>
      Declaration(DataProperty(:p)) Declaration(NamedIndividual(:a)) FunctionalDataProperty(:p)
      """;
  static final List<OWLReasonerFactory> REASONERS = List.of(
        openllet.owlapi.OpenlletReasonerFactory.getInstance(),
        new org.semanticweb.HermiT.ReasonerFactory());
  static boolean asSeen = true;

  // Asks each reasoner whether the ontology is consistent.
  static void as(String name, String axioms, Boolean... expected) throws Exception {
    List<Boolean> seen = new ArrayList<>();
    for (var reasoner : REASONERS) {
      var manager = OWLManager.createOWLOntologyManager();
      var ontology = manager.loadOntologyFromOntologyDocument(new StringDocumentSource(HEAD + axioms + ")"));
      seen.add(reasoner.createReasoner(ontology).isConsistent());
    }
    System.out.println(name + ": consistent by " + "Openllet, HermiT" + ": " + seen);
    asSeen &= seen.equals(Arrays.asList(expected));
  }

  public static void main(String[] arguments) throws Exception {
    as("English and German", """
          DataPropertyAssertion(:p :a "red"@en) DataPropertyAssertion(:p :a "grün"@de)""", true, false);
    as("with and without a language", """
          DataPropertyAssertion(:p :a "red"@en) DataPropertyAssertion(:p :a "red")""", true, false);
    as("integer and double", """
          DataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "2.0"^^xsd:double)""", true, false);
    as("float and double", """
          DataPropertyAssertion(:p :a "1.0"^^xsd:float) DataPropertyAssertion(:p :a "2.0"^^xsd:double)""", true, false);
    as("two integers", """
          DataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "2"^^xsd:integer)""", false, false);
    as("two texts", """
          DataPropertyAssertion(:p :a "red") DataPropertyAssertion(:p :a "green")""", false, false);
    as("a URI and a text", """
          DataPropertyAssertion(:p :a "red"^^xsd:anyURI) DataPropertyAssertion(:p :a "red")""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
