#!/usr/bin/env bash
# ROBOT: a column for an object or data property by its short name is empty; by its label it is filled.
#
# Versions: org.obolibrary.robot:robot-command 1.9.8, JDK 17.
# Expected: documentation (Export, Columns): "you can always reference a property by the short form of the unique
#   identifier", if the prefix is defined, or by its label. So both columns hold the same.
# Seen: the column by the short name is there, with its head, and without a value in any row; a report made of it says
#   that nobody reports to anybody. No message. The label, and the short name of an annotation property (the
#   controls), have the values; a number comes as text with quotation marks and datatype.
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
    <dependency><groupId>org.obolibrary.robot</groupId><artifactId>robot-command</artifactId><version>1.9.8</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
robot() { java -Xmx512m -cp 'jars/*' org.obolibrary.robot.CommandLineInterface --prefix "ex: https://example.org/" "$@" >/dev/null 2>&1; }
cat > roles.ttl <<'TURTLE'
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:roles a owl:Ontology .
ex:reportsTo a owl:ObjectProperty ; rdfs:label "reports to" .
ex:hours a owl:DatatypeProperty ; rdfs:label "hours" .
ex:note a owl:AnnotationProperty ; rdfs:label "note" .
ex:Captain a owl:Class .
ex:Pilot a owl:Class ; ex:note "guides ships" ;
  rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:reportsTo ; owl:someValuesFrom ex:Captain ] .
ex:mia a owl:NamedIndividual, ex:Pilot ; ex:reportsTo ex:ben ; ex:hours 12 ; ex:note "new" .
ex:ben a owl:NamedIndividual, ex:Captain .
TURTLE
robot export --input roles.ttl --header "ID|ex:reportsTo|reports to|ex:hours|hours|ex:note|note" --export roles.csv
tee seen.txt < roles.csv
diff seen.txt - <<'SEEN'
ID,ex:reportsTo,reports to,ex:hours,hours,ex:note,note
ex:Captain,,,,,,
ex:Pilot,,ex:Captain,,,guides ships,guides ships
ex:ben,,,,,,
ex:mia,,ex:ben,,"""12""^^xsd:integer",new,new
SEEN
