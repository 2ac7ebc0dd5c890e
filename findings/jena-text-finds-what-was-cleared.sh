#!/usr/bin/env bash
# jena-text: after CLEAR ALL or CLEAR DEFAULT the dataset is empty, and the text index still finds what was in it.
#
# Versions: jena-text 5.6.0, JDK 17.
# Expected: documentation (Jena Full Text Search): the text dataset keeps the index in step with changes of the RDF data;
#   with a uid field, deletions as well. SPARQL Update (3.1.3 CLEAR): all triples of the graphs are removed.
# Seen: the triples of the default graph are gone and their entries in the index stay, so text:query gives names of things
#   that are not there, and a search page has hits that lead nowhere, also after new data was loaded. DROP does the same.
#   No error. CLEAR of a named graph, and DELETE WHERE of all triples (the controls), clean the index.
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
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-text</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.util.TreeSet;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.text.EntityDefinition;
import org.apache.jena.query.text.TextDatasetFactory;
import org.apache.jena.query.text.TextIndexConfig;
import org.apache.jena.query.text.TextIndexLucene;
import org.apache.jena.system.Txn;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.vocabulary.RDFS;
import org.apache.lucene.store.ByteBuffersDirectory;

public class Finding {
  static final String HEAD = """
      PREFIX : <https://example.org/> PREFIX text: <http://jena.apache.org/text#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """;

  // An empty dataset with an index of labels, which has languages, graphs and identifiers for deleting.
  static Dataset indexed() {
    var entities = new EntityDefinition("uri", "text");
    entities.setPrimaryPredicate(RDFS.label.asNode());
    entities.setLangField("lang");
    entities.setUidField("uid");
    entities.setGraphField("graph");
    var settings = new TextIndexConfig(entities);
    settings.setValueStored(true);
    return TextDatasetFactory.create(
        DatasetFactory.createTxnMem(), new TextIndexLucene(new ByteBuffersDirectory(), settings), true);
  }

  static void update(Dataset data, String text) {
    Txn.executeWrite(data, () -> UpdateAction.parseExecute(HEAD + text, data));
  }

  static String found(Dataset data, String pattern) {
    return Txn.calculateRead(data, () -> {
      var found = new TreeSet<String>();
      try (var query = QueryExecutionFactory.create(HEAD + "SELECT ?s { " + pattern + " }", data)) {
        query.execSelect().forEachRemaining(row -> found.add(row.getResource("s").getLocalName()));
      }
      return found.isEmpty() ? "nothing" : String.join(" ", found);
    });
  }

  public static void main(String[] arguments) {
    for (String text : new String[] {"CLEAR ALL", "CLEAR DEFAULT", "DROP DEFAULT", "DELETE WHERE { ?s ?p ?o }", "CLEAR GRAPH :named"}) {
      var data = indexed();
      update(data, "INSERT DATA { :mia rdfs:label 'pilot' . GRAPH :named { :ben rdfs:label 'pilot' } }");
      update(data, text);
      System.out.println(text + " -> triples of: " + found(data, "?s ?p ?o") + " | text:query: " + found(data, "?s text:query 'pilot'")
          + " | named graph: triples of: " + found(data, "GRAPH :named { ?s ?p ?o }")
          + " | text:query: " + found(data, "GRAPH :named { ?s text:query 'pilot' }"));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
CLEAR ALL -> triples of: nothing | text:query: mia | named graph: triples of: nothing | text:query: nothing
CLEAR DEFAULT -> triples of: nothing | text:query: mia | named graph: triples of: ben | text:query: ben
DROP DEFAULT -> triples of: nothing | text:query: mia | named graph: triples of: ben | text:query: ben
DELETE WHERE { ?s ?p ?o } -> triples of: nothing | text:query: nothing | named graph: triples of: ben | text:query: ben
CLEAR GRAPH :named -> triples of: mia | text:query: mia | named graph: triples of: nothing | text:query: nothing
SEEN
