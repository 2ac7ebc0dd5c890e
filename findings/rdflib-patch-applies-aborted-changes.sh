#!/usr/bin/env bash
# rdflib: an RDF Patch that ends with "TA" (abort) is applied all the same.
#
# Versions: rdflib 7.6.0; as peer org.apache.jena:jena-rdfpatch 5.6.0, JDK 17.
# Expected: RDF Patch (Structure; Transactions): "TX" begins a block of changes, "TC" commits it, "TA" aborts
#   it. A log of changes may hold blocks that came to nothing, and replaying it must leave them out.
# Seen: rdflib reads the three words and does nothing with them. What was added in an aborted block is in the
#   dataset, what was deleted there is gone, and nothing says so. Jena leaves the dataset as it was.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
cat > log.rdfp <<'PATCH'
TX .
A <https://example.org/door> <https://example.org/state> "closed" .
TC .
TX .
D <https://example.org/door> <https://example.org/state> "closed" .
A <https://example.org/door> <https://example.org/state> "open" .
TA .
PATCH
by_rdflib=$(venv/bin/python - <<'PYTHON'
import rdflib

dataset = rdflib.Dataset()
dataset.parse("log.rdfp", format="patch")
print(*sorted(str(value) for _, _, value, _ in dataset.quads()))
PYTHON
)
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-rdfpatch</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Replay.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.rdfpatch.RDFPatchOps;
import org.apache.jena.sparql.core.DatasetGraphFactory;

public class Replay {
  public static void main(String[] arguments) throws Exception {
    var dataset = DatasetGraphFactory.createTxnMem();
    try (var patch = Files.newInputStream(Path.of("log.rdfp"))) {
      RDFPatchOps.applyChange(dataset, patch);
    }
    dataset.executeRead(
        () -> dataset.stream().forEach(quad -> System.out.println(quad.getObject().getLiteralLexicalForm())));
  }
}
JAVA
by_jena=$(java -Xmx256m -cp 'jars/*' Replay.java)
echo "the door is, by rdflib: $by_rdflib; by Jena: $by_jena"
[ "$by_rdflib" = open ] && [ "$by_jena" = closed ]
