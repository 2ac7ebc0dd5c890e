#!/usr/bin/env bash
# HermiT: 24:00 on 31 December and 00:00 on 1 January are two values.
#
# Versions: org.semanticweb.hermit 1.4.5.519 with owlapi-distribution 5.5.1, JDK 17; openllet-owlapi 2.6.5 as peer.
# Expected: OWL 2 (Structural Specification, 4.7) takes xsd:dateTime from XML Schema 1.1 (part 2, 3.3.7.2): 24:00:00 is
#   the first instant of the next day.
# Seen: a functional property with the end of the year, written in both forms, makes the ontology inconsistent, so
#   contracts from two sources contradict each other. In a range that begins with the new year HermiT lets 24:00 in, so
#   it does know where it lies. Openllet is right. .1 and .10 seconds, and .12 and .13 (the controls), are right in
#   both.
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
    as("midnight twice", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "2026-12-31T24:00:00Z"^^xsd:dateTime)
          DataPropertyAssertion(:p :a "2027-01-01T00:00:00Z"^^xsd:dateTime)""", false, true);
    as("24:00 in the new year", """
          DataPropertyAssertion(:p :a "2026-12-31T24:00:00Z"^^xsd:dateTime)
          DataPropertyRange(:p DatatypeRestriction(xsd:dateTime xsd:minInclusive "2027-01-01T00:00:00Z"^^xsd:dateTime))""", true, true);
    as(".1 and .10", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "2026-12-31T12:00:00.1Z"^^xsd:dateTime)
          DataPropertyAssertion(:p :a "2026-12-31T12:00:00.10Z"^^xsd:dateTime)""", true, true);
    as(".12 and .13", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "2026-12-31T12:00:00.12Z"^^xsd:dateTime)
          DataPropertyAssertion(:p :a "2026-12-31T12:00:00.13Z"^^xsd:dateTime)""", false, false);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
