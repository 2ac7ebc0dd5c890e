#!/usr/bin/env bash
# Jena: in TriG a list is gone if only a statement in another graph points at it.
#
# Versions: jena-arq 5.6.0, JDK 17.
# Expected: TriG (2.2; 3.1) writes the triples of each graph within its braces; RDF 1.1 Concepts (4) lets graphs of one
#   dataset share a blank node, and such a node needs a label.
# Seen: Ann claims something of a list (graph :claim), and the list stands in :data. The pretty writer, which is the
#   usual one, takes the list for a value that is written where it is used, and there is no use in its graph: ":data {
#   }". The steps are lost without an error; so it is where the claim is in the default graph. The flat writer, N-Quads,
#   and a node that is no list (the controls) keep all.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;

public class Finding {
  static final String PREFIXES = """
      @prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
      """;

  static DatasetGraph written(String trig, RDFFormat format) {
    var data = DatasetGraphFactory.create();
    RDFParser.fromString(PREFIXES + trig, Lang.TRIG).parse(data);
    var out = new ByteArrayOutputStream();
    RDFDataMgr.write(out, data, format);
    var again = DatasetGraphFactory.create();
    RDFParser.source(new ByteArrayInputStream(out.toByteArray())).lang(format.getLang()).parse(again);
    return again;
  }

  // The number of statements after writing.
  static long count(String trig, RDFFormat format) {
    return Iter.count(written(trig, format).find());
  }

  public static void main(String[] arguments) {
    var list = ":claim { :ann :claims _:list } :data { _:list rdf:first \"plan\" ; rdf:rest () }";
    var plain = ":ann :claims _:list . :data { _:list rdf:first \"plan\" ; rdf:rest () }";
    var node = ":claim { :ann :claims _:node } :data { _:node :name \"plan\" ; :next :end }";
    var seen = List.of(
        count(list, RDFFormat.TRIG_PRETTY), count(plain, RDFFormat.TRIG), count(list, RDFFormat.TRIG_FLAT),
        count(list, RDFFormat.NQUADS), count(node, RDFFormat.TRIG_PRETTY));
    System.out.println("of 3 statements: pretty, as usual, flat, N-Quads, no list: " + seen);
    System.exit(seen.equals(List.of(1L, 1L, 3L, 3L, 3L)) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
