#!/usr/bin/env bash
# OWL API: "yes"^^xsd:boolean is read as false, "TRUE" as true, and "1.0f"^^xsd:double as 1.0.
#
# Versions: net.sourceforge.owlapi:owlapi-distribution 5.5.1, JDK 17.
# Expected: OWL 2 (Structural Specification, 4; 5.7): the text of a literal must be in the lexical space of its
#   datatype; that of xsd:boolean (XML Schema, part 2, 3.3.2) is true, false, 1 and 0. A reader reports what is not, or
#   keeps it as it is, so that a reasoner can: with an ill-typed literal the ontology is inconsistent.
# Seen: both are made into good literals of another meaning while the file is read, by Java's own ideas. A consent that
#   was written as "yes" is a refusal, and what is saved has no trace of the fault. No reasoner can find it. No warning.
#   "x"^^xsd:integer and "2026-02-30"^^xsd:date (the controls) are kept as they are.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.AxiomType;

public class Finding {
  // The text of the literal after reading.
  static String read(String literal) throws Exception {
    var text = """
        @prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://example.org/ontology> a owl:Ontology . :p a owl:DatatypeProperty . :a a owl:NamedIndividual ; :p\s""";
    var source = new StringDocumentSource(text + literal + " .");
    var ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source);
    return ontology.axioms(AxiomType.DATA_PROPERTY_ASSERTION).findFirst().get().getObject().getLiteral();
  }

  public static void main(String[] arguments) throws Exception {
    List<String> seen = new ArrayList<>();
    for (var literal : List.of("\"yes\"^^xsd:boolean", "\"TRUE\"^^xsd:boolean", "\"1.0f\"^^xsd:double",
        "\"1\"^^xsd:boolean", "\"x\"^^xsd:integer", "\"2026-02-30\"^^xsd:date")) seen.add(read(literal));
    System.out.println(seen);
    System.exit(seen.equals(List.of("false", "true", "1.0", "true", "x", "2026-02-30")) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
