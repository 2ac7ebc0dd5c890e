#!/usr/bin/env bash
# ROBOT: a table of classes with labels in two languages has a German name here and an English one there.
#
# Versions: org.obolibrary.robot:robot-command 1.9.8, JDK 17.
# Expected: documentation (Export, Columns): LABEL "creates a "Label" column based on rdfs:label", and cells with several
#   values have them with | between, in alphabetical order.
# Seen: the column has one label a class, of whichever language, not the first in the file nor the first in the alphabet:
#   English for one role, German for the next, and names of classes in other columns alike. No message and no option for
#   a language. A class with one label (the control) has it.
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
ex:pilot a owl:Class ; rdfs:label "pilot"@en, "Lotsin"@de .
ex:judge a owl:Class ; rdfs:label "judge"@en, "Richterin"@de ; rdfs:subClassOf ex:pilot .
ex:cook a owl:Class ; rdfs:label "cook"@en, "Köchin"@de ; rdfs:subClassOf ex:judge .
ex:clerk a owl:Class ; rdfs:label "clerk"@en ; rdfs:subClassOf ex:cook .
TURTLE
robot export --input roles.ttl --header "ID|LABEL|rdfs:label|SubClass Of" --export roles.csv
tee seen.txt < roles.csv
diff seen.txt - <<'SEEN'
ID,LABEL,rdfs:label,SubClass Of
ex:clerk,clerk,clerk,cook
ex:cook,cook,cook,Richterin
ex:judge,Richterin,Richterin,pilot
ex:pilot,pilot,pilot,
SEEN
