#!/usr/bin/env bash
# Jena: an update whose prefix changes on the way is written with one meaning for both, so it inserts something else.
#
# Versions: jena-arq 5.6.0, JDK 17.
# Expected: SPARQL 1.1 Update (grammar, Update): a request is operations with ";" between them, each with a prologue
#   of its own, and a prefix may be declared anew there; it holds from then on. UpdateRequest.toString, "the update in
#   SPARQL syntax", which logs, queues and remote calls send, means the same.
# Seen: z:a of the first operation stands for <https://one.example/a>. The request as text has the last declaration at
#   its head, and z:a in both operations, so it is <https://two.example/a> twice. Run as it is, it inserts both names;
#   run from its own text, the second only. No error. With two prefixes (the control) text and request agree. Programs
#   that join updates of several files make such requests.
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
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

public class Finding {
  static String run(String update) {
    var dataset = DatasetGraphFactory.create();
    UpdateAction.parseExecute(update, dataset);
    return dataset.stream().map(quad -> quad.getSubject().toString()).sorted().toList().toString();
  }

  public static void main(String[] arguments) {
    for (String second : new String[] {"z", "y"}) {
      String update = "PREFIX z: <https://one.example/> INSERT DATA { z:a z:p 1 } ; PREFIX " + second
          + ": <https://two.example/> INSERT DATA { " + second + ":a " + second + ":p 1 }";
      System.out.println("second prefix " + second + ": " + run(update));
      System.out.println("  from its text: " + run(UpdateFactory.create(update).toString()));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
second prefix z: [https://one.example/a, https://two.example/a]
  from its text: [https://two.example/a]
second prefix y: [https://one.example/a, https://two.example/a]
  from its text: [https://one.example/a, https://two.example/a]
SEEN
