#!/usr/bin/env bash
# JFact, Openllet: the bytes 0a and 0A are two values, and a time without a zone is an xsd:dateTimeStamp.
#
# Versions: jfact 5.0.3, openllet-owlapi 2.6.5 with owlapi-distribution 5.5.1, JDK 17; org.semanticweb.hermit 1.4.5.519
#   as peer.
# Expected: OWL 2 (Structural Specification, 4.5, 4.7) takes both from XML Schema 1.1 (part 2, 3.3.15; 3.4.28): the
#   digits of xsd:hexBinary may be written large or small for one value; a dateTimeStamp must have a time zone.
# Seen: a functional checksum that two tools wrote, one in capitals, makes the ontology inconsistent; the range
#   xsd:dateTimeStamp, whose only purpose is the zone, takes a dateTime without one. No warning. Equal letters, and a
#   time with a zone (the controls), are right.
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
      Declaration(DataProperty(:p)) Declaration(NamedIndividual(:a))
      """;
  static final List<OWLReasonerFactory> REASONERS = List.of(
        new uk.ac.manchester.cs.jfact.JFactFactory(),
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
    System.out.println(name + ": consistent by " + "JFact, Openllet, HermiT" + ": " + seen);
    asSeen &= seen.equals(Arrays.asList(expected));
  }

  public static void main(String[] arguments) throws Exception {
    as("0a and 0A", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "0a"^^xsd:hexBinary) DataPropertyAssertion(:p :a "0A"^^xsd:hexBinary)""", false, false, true);
    as("stamp without a zone", """
          DataPropertyRange(:p xsd:dateTimeStamp) DataPropertyAssertion(:p :a "2026-01-01T00:00:00"^^xsd:dateTime)""", true, true, false);
    as("0a twice", """
          FunctionalDataProperty(:p) DataPropertyAssertion(:p :a "0a"^^xsd:hexBinary) DataPropertyAssertion(:p :a "0a"^^xsd:hexBinary)""", true, true, true);
    as("stamp with a zone", """
          DataPropertyRange(:p xsd:dateTimeStamp) DataPropertyAssertion(:p :a "2026-01-01T00:00:00Z"^^xsd:dateTime)""", true, true, true);
    System.exit(asSeen ? 0 : 1);
  }
}
JAVA
java -Xmx512m -cp 'jars/*' Finding.java 2>/dev/null
