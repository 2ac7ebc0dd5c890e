#!/usr/bin/env bash
# JFact: the first and the second telephone are disjoint data properties, and may have the same number.
#
# Versions: jfact 5.0.3 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 Direct Semantics (2.3.3, DisjointDataProperties): no individual is linked to one value by both. So the
#   same number in both makes the ontology inconsistent.
# Seen: consistent, with texts as with integers, and with a negative statement in the place of the disjointness it is
#   not. What the ontology says of the two has no effect, and nothing is refused. Disjoint object properties (the
#   control) work. JFact does log that it leaves out keys and defined datatypes; here it logs nothing.
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
      Declaration(DataProperty(:p)) Declaration(DataProperty(:q)) Declaration(ObjectProperty(:r))
      Declaration(ObjectProperty(:s)) Declaration(NamedIndividual(:a)) Declaration(NamedIndividual(:b))
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
    as("one text in both", """
          DisjointDataProperties(:p :q) DataPropertyAssertion(:p :a "x") DataPropertyAssertion(:q :a "x")""", true, false);
    as("one integer in both", """
          DisjointDataProperties(:p :q) DataPropertyAssertion(:p :a "1"^^xsd:integer)
          DataPropertyAssertion(:q :a "1"^^xsd:integer)""", true, false);
    as("a negative statement", """
          NegativeDataPropertyAssertion(:q :a "x") DataPropertyAssertion(:q :a "x")""", false, false);
    as("disjoint object properties", """
          DisjointObjectProperties(:r :s) ObjectPropertyAssertion(:r :a :b) ObjectPropertyAssertion(:s :a :b)""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
