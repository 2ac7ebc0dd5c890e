#!/usr/bin/env bash
# Jena: in a SPARQL constraint of SHACL, $PATH stands for any property if the path is more than the name of one.
#
# Versions: jena-shacl 5.6.0, JDK 17; org.topbraid:shacl 1.4.4 (with Jena 5.2.0) as peer.
# Expected: SHACL (5.3, Validation with SPARQL-based Constraints): of a property shape the variable PATH, where it is
#   the predicate of a triple pattern, is replaced by "a valid SPARQL surface syntax string of the SHACL property path
#   specified via sh:path", as ^:worksFor for an inverse path.
# Seen: with an inverse path, a sequence or an alternative the query runs with a free variable, so each value of each
#   property of the node is a violation as soon as the path leads anywhere, and where it leads is none, unless by
#   chance. The same in constraint components of one's own. No error. With the name of a property (the control) it is
#   right; the peer replaces paths of each kind.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pom() {
  cat > pom.xml <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
  mvn -q -B dependency:copy-dependencies -DoutputDirectory="$2" >/dev/null
}
pom org.apache.jena jena-shacl 5.6.0
pom org.topbraid shacl 1.4.4
cat > Cases.java <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;

public class Cases {
  static final String HEAD = "PREFIX : <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#> ";
  static final String SELECT = "sh:select \"SELECT $this ?value WHERE { $this $PATH ?value }\"";
  static final String CONSTRAINT = "sh:sparql [ " + SELECT + " ]";
  static final String COMPONENT = ":None a sh:ConstraintComponent ; sh:parameter [ sh:path :none ] ;"
      + " sh:propertyValidator [ a sh:SPARQLSelectValidator ; " + SELECT + " ] . ";
  static final String DATA = ":ann :worksFor :board . :board :location :oslo ; :mail :m ; :phone :n ."
      + " :oslo :country :norway .";

  static Model read(String turtle) {
    return RDFParser.fromString(HEAD + turtle, Lang.TURTLE).toModel();
  }

  // The values that a report of the shapes and the data names, one line for each path.
  static void run(BiFunction<Model, Model, Model> validate) {
    for (String path : new String[] {"[ sh:inversePath :worksFor ]", "( :location :country )",
        "[ sh:alternativePath ( :mail :fax ) ]", ":location"}) {
      String shape = ":S a sh:NodeShape ; sh:targetNode :board ; sh:property [ sh:path " + path + " ; ";
      for (String shapes : new String[] {shape + CONSTRAINT + " ] .", COMPONENT + shape + ":none true ] ."}) {
        Model report = validate.apply(read(shapes), read(DATA));
        List<String> values = new ArrayList<>();
        report.listObjectsOfProperty(report.createProperty("http://www.w3.org/ns/shacl#value"))
            .forEach(value -> values.add(value.toString().replaceAll(".*/", "")));
        values.sort(null);
        System.out.println((shapes.startsWith(":None") ? "component, " : "constraint, ") + path + ": " + values);
      }
    }
  }
}
JAVA
cat > ByJena.java <<'JAVA'
import org.apache.jena.shacl.ShaclValidator;

public class ByJena {
  public static void main(String[] arguments) {
    Cases.run((shapes, data) -> ShaclValidator.get().validate(shapes.getGraph(), data.getGraph()).getModel());
  }
}
JAVA
cat > ByTopbraid.java <<'JAVA'
import org.topbraid.shacl.validation.ValidationUtil;

public class ByTopbraid {
  public static void main(String[] arguments) {
    Cases.run((shapes, data) -> ValidationUtil.validateModel(data, shapes, false).getModel());
  }
}
JAVA
mkdir jena topbraid
javac -cp 'jena-shacl/*' -d jena Cases.java ByJena.java
javac -cp 'shacl/*' -d topbraid Cases.java ByTopbraid.java
{
  echo "Jena:"
  java -Xmx256m -cp 'jena:jena-shacl/*' ByJena 2>/dev/null
  echo "TopBraid:"
  java -Xmx256m -cp 'topbraid:shacl/*' ByTopbraid 2>/dev/null
} | tee seen.txt
diff seen.txt - <<'SEEN'
Jena:
constraint, [ sh:inversePath :worksFor ]: [m, n, oslo]
component, [ sh:inversePath :worksFor ]: [m, n, oslo]
constraint, ( :location :country ): [m, n, oslo]
component, ( :location :country ): [m, n, oslo]
constraint, [ sh:alternativePath ( :mail :fax ) ]: [m, n, oslo]
component, [ sh:alternativePath ( :mail :fax ) ]: [m, n, oslo]
constraint, :location: [oslo]
component, :location: [oslo]
TopBraid:
constraint, [ sh:inversePath :worksFor ]: [ann]
component, [ sh:inversePath :worksFor ]: [ann]
constraint, ( :location :country ): [norway]
component, ( :location :country ): [norway]
constraint, [ sh:alternativePath ( :mail :fax ) ]: [m]
component, [ sh:alternativePath ( :mail :fax ) ]: [m]
constraint, :location: [oslo]
component, :location: [oslo]
SEEN
