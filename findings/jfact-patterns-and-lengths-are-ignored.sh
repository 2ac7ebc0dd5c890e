#!/usr/bin/env bash
# JFact: every text fits every xsd:pattern and xsd:length.
#
# Versions: jfact 5.0.3 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 (Structural Specification, 4.3; 7.5): xsd:length, minLength, maxLength and pattern are the facets of
#   xsd:string; a value that breaks one is not in the range, so the ontology is inconsistent.
# Seen: consistent, though the interface takes the facets without an error. Codes that are checked by a pattern in the
#   ontology are never wrong, and a defined class with such a range takes in everybody. rdf:langRange, another facet, is
#   refused with an exception. maxInclusive of numbers (the control) works.
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
    as("pattern", """
          DataPropertyRange(:p DatatypeRestriction(xsd:string xsd:pattern "[a-z]+")) DataPropertyAssertion(:p :a "A1")""", true, false);
    as("length", """
          DataPropertyRange(:p DatatypeRestriction(xsd:string xsd:length "2"^^xsd:integer)) DataPropertyAssertion(:p :a "abc")""", true, false);
    as("minLength", """
          DataPropertyRange(:p DatatypeRestriction(xsd:string xsd:minLength "3"^^xsd:integer)) DataPropertyAssertion(:p :a "ab")""", true, false);
    as("maxInclusive", """
          DataPropertyRange(:p DatatypeRestriction(xsd:integer xsd:maxInclusive "5"^^xsd:integer)) DataPropertyAssertion(:p :a "6"^^xsd:integer)""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
