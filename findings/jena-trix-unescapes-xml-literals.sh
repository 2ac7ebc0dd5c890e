#!/usr/bin/env bash
# Jena: "<b>R</b> &amp; D"^^rdf:XMLLiteral that went through TriX is "<b>R</b> & D", which is no XML.
#
# Versions: jena-arq 5.6.0, JDK 17.
# Expected: RDF 1.1 Concepts (5.2): the text of an rdf:XMLLiteral is XML, in which "&" stands as "&amp;"; what is
#   written and read is the same term. TriX (HPL-2004-56) has the text of a literal as the content of typedLiteral; the
#   paper could not be looked up here.
# Seen: the writer puts the markup of the literal into the file as it is, and the reader makes a text of it in which
#   character references are resolved and the elements are not. So each "&amp;" and "&lt;" is lost, the literal is
#   ill-typed from then on, and RDF/XML that is written from it cannot be read. No error. A literal without such
#   references, and the same through N-Quads (the controls), stay.
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

  // The text of the only literal after writing and reading.
  static String through(String literal, RDFFormat format) {
    var text = "@prefix ex: <https://example.org/> . ex:a ex:b \"" + literal + "\"^^rdf:XMLLiteral .";
    return written(text, format).find().next().getObject().getLiteralLexicalForm();
  }

  public static void main(String[] arguments) {
    var seen = List.of(
        through("<b>R</b> &amp; D", RDFFormat.TRIX), through("1 &lt; 2", RDFFormat.TRIX), through("<b>R</b>", RDFFormat.TRIX),
        through("<b>R</b> &amp; D", RDFFormat.NQUADS));
    System.out.println(seen);
    System.exit(seen.equals(List.of("<b>R</b> & D", "1 < 2", "<b>R</b>", "<b>R</b> &amp; D")) ? 0 : 1);
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java
