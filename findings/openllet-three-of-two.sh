#!/usr/bin/env bash
# Openllet: "at least three of the two, Ann and Ben" is possible.
#
# Versions: openllet-owlapi 2.6.5 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519 as peer.
# Expected: OWL 2 Direct Semantics (2.2.3): ObjectMinCardinality(3 r C) needs three different individuals of C, and
#   ObjectOneOf(a b) has two at most. So nothing can belong to it, and who is said to makes the ontology inconsistent.
# Seen: consistent, as with exactly three, and with two of one. The class is no help to a planner: whatever number is
#   asked for, there seem to be enough. With a class that is equivalent to the two (the control) Openllet reports the
#   contradiction, so an enumeration counts only if it has a name. No warning.
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
      Declaration(ObjectProperty(:r)) Declaration(Class(:Pair)) Declaration(NamedIndividual(:a))
      Declaration(NamedIndividual(:b)) Declaration(NamedIndividual(:c))
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
    as("at least 3 of 2", """
          ClassAssertion(ObjectMinCardinality(3 :r ObjectOneOf(:a :b)) :c)""", true, false);
    as("exactly 3 of 2", """
          ClassAssertion(ObjectExactCardinality(3 :r ObjectOneOf(:a :b)) :c)""", true, false);
    as("at least 2 of 1", """
          ClassAssertion(ObjectMinCardinality(2 :r ObjectOneOf(:a)) :c)""", true, false);
    as("at least 3 of a named class of 2", """
          EquivalentClasses(:Pair ObjectOneOf(:a :b)) ClassAssertion(ObjectMinCardinality(3 :r :Pair) :c)""", false, false);
    as("at least 2 of 2", """
          ClassAssertion(ObjectMinCardinality(2 :r ObjectOneOf(:a :b)) :c)""", true, true);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
