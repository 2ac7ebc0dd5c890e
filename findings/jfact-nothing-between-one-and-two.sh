#!/usr/bin/env bash
# JFact: there is no decimal between 1 and 2, but there is one between 1.0 and 2.0.
#
# Versions: jfact 5.0.3 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 (Structural Specification, 4.1; 7.5): xsd:minExclusive 1 and maxExclusive 2 leave all decimals between
#   them. "1"^^xsd:decimal and "1.0"^^xsd:decimal are one value, so both ways of writing the bounds mean the same.
# Seen: with bounds without a point the range is empty, as if it were one of integers; a measured 1.5 makes the ontology
#   inconsistent, and a class that needs such a value is empty. With "1.0" and "2.0" (the control) all is right, so a
#   file that went through a writer of canonical forms means something else. Integers have none in between in both.
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
    as("1.5 in 1 to 2", """
          DataPropertyRange(:p DatatypeRestriction(xsd:decimal xsd:minExclusive "1"^^xsd:decimal xsd:maxExclusive "2"^^xsd:decimal))
          DataPropertyAssertion(:p :a "1.5"^^xsd:decimal)""", false, true);
    as("1.5 in 1.0 to 2.0", """
          DataPropertyRange(:p DatatypeRestriction(xsd:decimal xsd:minExclusive "1.0"^^xsd:decimal xsd:maxExclusive "2.0"^^xsd:decimal))
          DataPropertyAssertion(:p :a "1.5"^^xsd:decimal)""", true, true);
    as("some integer in 1 to 2", """
          ClassAssertion(DataSomeValuesFrom(:p DatatypeRestriction(xsd:integer xsd:minExclusive "1"^^xsd:integer xsd:maxExclusive "2"^^xsd:integer)) :a)""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
