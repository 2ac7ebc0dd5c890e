#!/usr/bin/env bash
# HermiT: "the age is not 1" and "the age is 1.0" go together.
#
# Versions: org.semanticweb.hermit 1.4.5.519 with owlapi-distribution 5.5.1, JDK 17; openllet-owlapi 2.6.5 as peer.
# Expected: OWL 2 Direct Semantics (2.3.6): NegativeDataPropertyAssertion(p a v) holds if the pair of a and the value of
#   the literal v is not in p. By OWL 2 (Structural Specification, 4.1) 1, 01 and 1.0 are literals of one value.
# Seen: HermiT finds the contradiction only if both literals have the same letters and datatype. "01", 1.0 and a short 1
#   pass, so a ban on a value is got round by writing it otherwise, and the ontology is reported as consistent. The same
#   ban written as a class, not DataHasValue (the control), is right in HermiT, too; so it knows the values are equal.
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
    <dependency><groupId>net.sourceforge.owlapi</groupId><artifactId>org.semanticweb.hermit</artifactId><version>1.4.5.519</version></dependency>
    <dependency><groupId>com.github.galigator.openllet</groupId><artifactId>openllet-owlapi</artifactId><version>2.6.5</version></dependency>
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
        new org.semanticweb.HermiT.ReasonerFactory(),
        openllet.owlapi.OpenlletReasonerFactory.getInstance());
  static boolean asSeen = true;

  // Asks each reasoner whether the ontology is consistent.
  static void as(String name, String axioms, Boolean... expected) throws Exception {
    List<Boolean> seen = new ArrayList<>();
    for (var reasoner : REASONERS) {
      var manager = OWLManager.createOWLOntologyManager();
      var ontology = manager.loadOntologyFromOntologyDocument(new StringDocumentSource(HEAD + axioms + ")"));
      seen.add(reasoner.createReasoner(ontology).isConsistent());
    }
    System.out.println(name + ": consistent by " + "HermiT, Openllet" + ": " + seen);
    asSeen &= seen.equals(Arrays.asList(expected));
  }

  public static void main(String[] arguments) throws Exception {
    as("1 and not 1", """
          NegativeDataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "1"^^xsd:integer)""", false, false);
    as("1.0 and not 1", """
          NegativeDataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "1.0"^^xsd:decimal)""", true, false);
    as("01 and not 1", """
          NegativeDataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "01"^^xsd:integer)""", true, false);
    as("short 1 and not 1", """
          NegativeDataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :a "1"^^xsd:short)""", true, false);
    as("1.0 and a class without 1", """
          ClassAssertion(ObjectComplementOf(DataHasValue(:p "1"^^xsd:integer)) :a)
          DataPropertyAssertion(:p :a "1.0"^^xsd:decimal)""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
