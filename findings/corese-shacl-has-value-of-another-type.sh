#!/usr/bin/env bash
# Corese: in SHACL sh:hasValue 1 is content with 1.0 and 1e0, while sh:in takes 01 for 1 and refuses 1.0.
#
# Versions: fr.inria.corese:corese-core 4.6.1, JDK 17; pySHACL 0.40.1 as peer.
# Expected: SHACL (4.5, 4.8): sh:hasValue, sh:in, sh:equals and sh:disjoint ask whether RDF terms are the same, and those
#   of other letters or another datatype are others.
# Seen: the constraints compare by value, and not all in one way: 1, 01, 1.0 and 1e0 are one for sh:hasValue and
#   sh:equals, and 1 and 01 alone for sh:in. Where a grade must be the integer 1 a decimal is let in, and the same data
#   passes one constraint and fails the other. Another number, and a text (the controls), are told apart. The peer
#   keeps datatypes apart; it reads 01 as 1.
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
    <dependency><groupId>fr.inria.corese</groupId><artifactId>corese-core</artifactId><version>4.6.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyshacl==0.40.1
cat > cases.txt <<'CASES'
sh:hasValue 1 | 1.0
sh:hasValue 1 | 01
sh:hasValue 1 | 1e0
sh:hasValue 1 | 2
sh:in ( 1 ) | 1.0
sh:in ( 1 ) | 01
sh:in ( 1 ) | 1e0
sh:in ( 1 ) | 1
sh:equals :other | 1.0 ; :other 1
sh:equals :other | 1e0 ; :other 1
sh:disjoint :other | 1.0 ; :other 1
sh:disjoint :other | "1" ; :other 1
CASES
cat > Finding.java <<'JAVA'
import fr.inria.corese.core.Graph;
import fr.inria.corese.core.load.Load;
import fr.inria.corese.core.shacl.Shacl;
import java.nio.file.Files;
import java.nio.file.Path;

public class Finding {
  static Graph graph(String turtle) throws Exception {
    var graph = Graph.create();
    Load.create(graph).loadString("@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . " + turtle, Load.format.TURTLE_FORMAT);
    return graph;
  }

  public static void main(String[] arguments) throws Exception {
    for (String line : Files.readAllLines(Path.of("cases.txt"))) {
      var parts = line.split(" \\| ");
      var shacl = new Shacl(graph(":a :grade " + parts[1] + " ."),
          graph(":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :grade ; " + parts[0] + " ] ."));
      System.out.println(line + " -> " + shacl.conform(shacl.eval()));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
sh:hasValue 1 | 1.0 -> true
sh:hasValue 1 | 01 -> true
sh:hasValue 1 | 1e0 -> true
sh:hasValue 1 | 2 -> false
sh:in ( 1 ) | 1.0 -> false
sh:in ( 1 ) | 01 -> true
sh:in ( 1 ) | 1e0 -> false
sh:in ( 1 ) | 1 -> true
sh:equals :other | 1.0 ; :other 1 -> true
sh:equals :other | 1e0 ; :other 1 -> true
sh:disjoint :other | 1.0 ; :other 1 -> false
sh:disjoint :other | "1" ; :other 1 -> true
SEEN
venv/bin/python - <<'PYTHON' | tee peer.txt
import pyshacl
import rdflib

PREFIXES = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
for line in open("cases.txt"):
    constraint, value = line.strip().split(" | ")
    data = rdflib.Graph().parse(data=f"{PREFIXES} :a :grade {value} .", format="turtle")
    shape = f"{PREFIXES} :S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :grade ; {constraint} ] ."
    print(pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(data=shape, format="turtle"))[0])
PYTHON
diff peer.txt - <<'SEEN'
False
True
False
False
False
True
False
True
False
False
True
True
SEEN
