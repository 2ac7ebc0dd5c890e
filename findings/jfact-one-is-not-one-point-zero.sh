#!/usr/bin/env bash
# JFact: a functional property with an xsd:int 1 and an xsd:integer 1 is a contradiction, and 1.0 is no integer.
#
# Versions: jfact 5.0.3 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 (Structural Specification, 4.1): the values of xsd:integer and the types made from it are values of
#   xsd:decimal; "1"^^xsd:int, "1"^^xsd:integer and "1.0"^^xsd:decimal are one value.
# Seen: each of the three is a value of its own, so data that was joined from a database (int) and a file (integer) is
#   inconsistent, and the range xsd:integer refuses 1.0. A negative statement about 1 is not broken by 1.0. 1 and 01,
#   and 1 in the range xsd:decimal (the controls), are right.
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
    <dependency><groupId>net.sourceforge.owlapi</groupId><artifactId>jfact</artifactId><version>5.0.3</version></dependency>
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
      Declaration(DataProperty(:p)) Declaration(NamedIndividual(:a))
      """;
  static final List<OWLReasonerFactory> REASONERS = List.of(
        new uk.ac.manchester.cs.jfact.JFactFactory(),
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
    System.out.println(name + ": consistent by " + "JFact, HermiT" + ": " + seen);
    asSeen &= seen.equals(Arrays.asList(expected));
  }

  public static void main(String[] arguments) throws Exception {
    as("int and integer", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "1"^^xsd:int) DataPropertyAssertion(:p :a "1"^^xsd:integer)""", false, true);
    as("integer and decimal", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "1"^^xsd:integer)
          DataPropertyAssertion(:p :a "1.0"^^xsd:decimal)""", false, true);
    as("1.0 in the range integer", """
          DataPropertyRange(:p xsd:integer) DataPropertyAssertion(:p :a "1.0"^^xsd:decimal)""", false, true);
    as("1 and 01", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "01"^^xsd:integer)""", true, true);
    as("1 in the range decimal", """
          DataPropertyRange(:p xsd:decimal) DataPropertyAssertion(:p :a "1"^^xsd:integer)""", true, true);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
