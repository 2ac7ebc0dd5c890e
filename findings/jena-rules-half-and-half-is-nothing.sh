#!/usr/bin/env bash
# Jena: in a rule the sum of 0.5 and 0.7 is 0, 5.0 by 2.0 is 2, and the less of 1.5 and 1.2 is 1.5.
#
# Versions: jena-arq 5.6.0 (with jena-core 5.6.0), JDK 17.
# Expected: Jena's documentation (Reasoners and rule engines, Builtin primitives): sum, difference, min, max, product
#   and quotient set c to (a+b), (a-b), min(a,b), max(a,b), (a*b), (a/b); its comparisons take "integer or floating
#   point". Numbers with a point are xsd:decimal in Turtle (2.5.2), so these are what a rule gets.
# Seen: of decimals the fraction is cut off before the step, so half a post and 0.7 of a post are no post. A sum beyond
#   64 bits turns negative. No error, no warning. lessThan and greaterThan (the controls) look at the fraction, and with
#   one xsd:double among the two numbers the sum has it, too.
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
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.reasoner.rulesys.GenericRuleReasoner;
import org.apache.jena.reasoner.rulesys.Rule;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;

public class Finding {
  static final String EX = "https://example.org/";

  // What a rule says of two numbers, "(none)" if it does not fire.
  static void ask(String left, String right, String condition, String result) {
    var rules = Rule.parseRules("[(?x <" + EX + "a> ?a) (?x <" + EX + "b> ?b) " + condition
        + " -> (?x <" + EX + "result> " + result + ")]");
    var data = RDFParser.fromString("PREFIX : <" + EX + "> :x :a " + left + " ; :b " + right + " .", Lang.TURTLE);
    var model = ModelFactory.createInfModel(new GenericRuleReasoner(rules), data.toModel());
    var found = model.listStatements(null, model.createProperty(EX + "result"), (RDFNode) null).toList();
    String said = found.isEmpty() ? "(none)" : found.get(0).getLiteral().getLexicalForm();
    System.out.println(condition.replaceAll("\\(.*", "") + " of " + left + " and " + right + ": " + said);
  }

  public static void main(String[] arguments) {
    ask("0.5", "0.7", "sum(?a, ?b, ?c)", "?c");
    ask("1.5", "2", "product(?a, ?b, ?c)", "?c");
    ask("5.0", "2.0", "quotient(?a, ?b, ?c)", "?c");
    ask("1.5", "1.2", "min(?a, ?b, ?c)", "?c");
    ask("9223372036854775807", "1", "sum(?a, ?b, ?c)", "?c");
    ask("1.2", "1.5", "lessThan(?a, ?b)", "'yes'");
    ask("1.5", "1.2", "lessThan(?a, ?b)", "'yes'");
    ask("0.5e0", "0.75", "sum(?a, ?b, ?c)", "?c");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
sum of 0.5 and 0.7: 0
product of 1.5 and 2: 2
quotient of 5.0 and 2.0: 2
min of 1.5 and 1.2: 1.5
sum of 9223372036854775807 and 1: -9223372036854775808
lessThan of 1.2 and 1.5: yes
lessThan of 1.5 and 1.2: (none)
sum of 0.5e0 and 0.75: 1.25
SEEN
