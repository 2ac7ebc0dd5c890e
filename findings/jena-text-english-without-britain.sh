#!/usr/bin/env bash
# jena-text: a search in English leaves out what is labelled in British English.
#
# Versions: jena-text 5.6.0, JDK 17.
# Expected: SPARQL 1.1 (17.4.3.6 langMatches): the basic language range "en" of RFC 4647 matches "en-GB" as well, and
#   RDF 1.1 Concepts (3.3) compares language tags without case. The option lang: of text:query narrows a search to a
#   language.
# Seen: lang:en finds "ship pilot"@en and not "river pilot"@en-GB, lang:en-* the other way round, so nothing but two
#   searches finds both; lang:en-gb and lang:EN-GB find none. No error. lang:en-GB in the very letters, and a filter
#   with langMatches behind a search without a language (the controls), find it.
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
    var data = indexed();
    update(data, "INSERT DATA { :sea rdfs:label 'ship pilot'@en . :river rdfs:label 'river pilot'@en-GB . :air rdfs:label 'pilote'@fr }");
    for (String language : new String[] {"en", "en-GB", "EN-GB", "en-gb", "en-*"}) {
      System.out.println("lang:" + language + " -> " + found(data, "?s text:query (rdfs:label 'pilot' 'lang:" + language + "')"));
    }
    System.out.println("langMatches en -> " + found(data,
        "(?s ?score ?label) text:query (rdfs:label 'pilot') FILTER langMatches(lang(?label), 'en')"));
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
lang:en -> sea
lang:en-GB -> river
lang:EN-GB -> nothing
lang:en-gb -> nothing
lang:en-* -> river
langMatches en -> river sea
SEEN
