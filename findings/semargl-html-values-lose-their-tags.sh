#!/usr/bin/env bash
# Semargl: an rdf:HTML value has no tags, and what the parser complains of is a statement among those of the page.
#
# Versions: org.semarglproject:semargl-rdfa 0.7 (semargl-core 0.7), JDK 17.
# Expected: HTML+RDFa 1.1 (3.1): datatype="rdf:HTML" gives the markup within the element, as rdf:XMLLiteral does.
#   RDFa Core 1.1: warnings belong to the processor graph, which is kept apart from the output graph. RFC 3986
#   (5.2.4) takes the dots out of a relative reference.
# Seen: the value is the bare text, so "<del>may not</del> sign" reads "may not sign", and an escaped "<" becomes markup
#   for whoever reads the value as HTML. A term without a vocabulary adds a node of type rdfa:UnresolvedTerm to the data,
#   by default. ../b on /page is /../b. XMLLiteral, terms with a vocabulary and /b (the controls) are
#   right.
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
    <dependency><groupId>org.semarglproject</groupId><artifactId>semargl-rdfa</artifactId><version>0.7</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.StringReader;
import org.semarglproject.rdf.rdfa.RdfaParser;
import org.semarglproject.sink.TripleSink;
import org.semarglproject.source.StreamProcessor;

public class Finding implements TripleSink {
  void told(String statement) {
    System.out.println("  " + statement.replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:").replace("http://www.w3.org/ns/rdfa#", "rdfa:")
        .replaceAll(" xmlns[^=]*=\"[^\"]*\"", "").replaceAll("_:\\w+", "_:x"));
  }

  public void addNonLiteral(String subject, String predicate, String object) { told(subject + " " + predicate + " " + object); }

  public void addPlainLiteral(String subject, String predicate, String text, String language) { told(subject + " " + predicate + " " + text); }

  public void addTypedLiteral(String subject, String predicate, String text, String type) { told(subject + " " + predicate + " " + text + " ^^" + type); }

  public void setBaseUri(String base) {}

  public void startStream() {}

  public void endStream() {}

  public boolean setProperty(String key, Object value) { return false; }

  public static void main(String[] arguments) throws Exception {
    for (String body : new String[] {
        "<p property='ex:rule' datatype='rdf:HTML'><del>may not</del> sign</p>",
        "<p property='ex:rule' datatype='rdf:XMLLiteral'><del>may not</del> sign</p>",
        "<p property='ex:rule' datatype='rdf:HTML'>&lt;b> is bold</p>",
        "<p property='rule'>sign</p>",
        "<p vocab='https://example.org/' property='rule'>sign</p>",
        "<a property='ex:rule' href='../b'>b</a>",
        "<a property='ex:rule' href='/b'>b</a>"}) {
      System.out.println(body);
      new StreamProcessor(RdfaParser.connect(new Finding())).process(new StringReader(
          "<html xmlns='http://www.w3.org/1999/xhtml' prefix='ex: https://example.org/'><head><title>t</title></head><body>" + body
          + "</body></html>"), "https://example.org/page");
    }
  }
}
JAVA
java -Xmx128m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
<p property='ex:rule' datatype='rdf:HTML'><del>may not</del> sign</p>
  https://example.org/page https://example.org/rule may not sign ^^rdf:HTML
<p property='ex:rule' datatype='rdf:XMLLiteral'><del>may not</del> sign</p>
  https://example.org/page https://example.org/rule <del>may not</del> sign ^^rdf:XMLLiteral
<p property='ex:rule' datatype='rdf:HTML'>&lt;b> is bold</p>
  https://example.org/page https://example.org/rule <b> is bold ^^rdf:HTML
<p property='rule'>sign</p>
  _:x rdf:type rdfa:UnresolvedTerm
  _:x rdfa:context Can't resolve term rule at 1:132
<p vocab='https://example.org/' property='rule'>sign</p>
  https://example.org/page rdfa:usesVocabulary https://example.org/
  https://example.org/page https://example.org/rule sign
<a property='ex:rule' href='../b'>b</a>
  https://example.org/page https://example.org/rule https://example.org/../b
<a property='ex:rule' href='/b'>b</a>
  https://example.org/page https://example.org/rule https://example.org/b
SEEN
