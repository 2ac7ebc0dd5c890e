#!/usr/bin/env bash
# Openllet: under a key, account 1 and account 1.0 may be two accounts.
#
# Versions: openllet-owlapi 2.6.5 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 Direct Semantics (2.3.5, HasKey): two named individuals that share a value of each key property are
#   the same. By OWL 2 (Structural Specification, 4.1) the integer 1 and the decimal 1.0 are one value.
# Seen: the key compares more than the value. Two accounts that are said to be different, one with 1 and one with 1.0,
#   are consistent; double entries from two sources are not found. Openllet itself knows that the values are equal: a
#   functional property may have both. With 1 and 01 (the control) the key works.
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
      Declaration(Class(:C)) Declaration(DataProperty(:p)) Declaration(ObjectProperty(:r))
      Declaration(NamedIndividual(:a)) Declaration(NamedIndividual(:b)) Declaration(NamedIndividual(:c))
      ClassAssertion(:C :a) ClassAssertion(:C :b) DifferentIndividuals(:a :b)
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
    as("key 1 and 1.0", """
          HasKey(:C () (:p)) DataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :b "1.0"^^xsd:decimal)""", true, false);
    as("key 1 and 01", """
          HasKey(:C () (:p)) DataPropertyAssertion(:p :a "1"^^xsd:integer) DataPropertyAssertion(:p :b "01"^^xsd:integer)""", false, false);
    as("functional, 1 and 1.0", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "1"^^xsd:integer)
          DataPropertyAssertion(:p :a "1.0"^^xsd:decimal)""", true, true);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
