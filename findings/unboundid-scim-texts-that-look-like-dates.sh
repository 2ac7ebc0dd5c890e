#!/usr/bin/env bash
# UnboundID SCIM 2 SDK: the text "2026-01-01" is equal to "2026-01-01T00:00:00Z", "true" to true, and 0.5 ms are nothing.
#
# Versions: com.unboundid.product.scim2:scim2-sdk-common 3.2.0, JDK 17.
# Expected: RFC 7644 (3.4.2.2): for eq "the attribute and operator values must be identical for a match"; a text is
#   compared as a text and a boolean as a boolean, by the type that the schema gives. RFC 7643 (2.3.5): a time is an
#   xsd:dateTime of XML Schema, whose seconds have any number of digits.
# Seen: what looks like a date on both sides is compared as an instant, whatever the attribute is, so a code
#   "2026-01-01" is found under another code; "true" in quotes and without are one. Instants are cut to milliseconds, so
#   of two changes within one the later is not "gt", and who asks for what is new misses it. No error. Other texts and
#   times a millisecond apart (the controls) are told apart.
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
    <dependency><groupId>com.unboundid.product.scim2</groupId><artifactId>scim2-sdk-common</artifactId><version>3.2.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;

public class Finding {
  static void ask(String user, String filter) throws Exception {
    var node = JsonUtils.createObjectMapper().readTree(user);
    System.out.println(user + " " + filter + ": " + FilterEvaluator.evaluate(Filter.fromString(filter), node));
  }

  public static void main(String[] arguments) throws Exception {
    ask("{\"code\": \"2026-01-01T00:00:00Z\"}", "code eq \"2026-01-01\"");
    ask("{\"code\": \"2026-01-01T01:00:00+01:00\"}", "code eq \"2026-01-01T00:00:00Z\"");
    ask("{\"code\": \"true\"}", "code eq true");
    ask("{\"active\": true}", "active eq \"true\"");
    ask("{\"at\": \"2026-01-01T12:00:00.0005Z\"}", "at gt \"2026-01-01T12:00:00Z\"");
    ask("{\"code\": \"2026-01-01 a\"}", "code eq \"2026-01-01\"");
    ask("{\"code\": \"1\"}", "code eq \"1.0\"");
    ask("{\"at\": \"2026-01-01T12:00:00.001Z\"}", "at gt \"2026-01-01T12:00:00Z\"");
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
{"code": "2026-01-01T00:00:00Z"} code eq "2026-01-01": true
{"code": "2026-01-01T01:00:00+01:00"} code eq "2026-01-01T00:00:00Z": true
{"code": "true"} code eq true: true
{"active": true} active eq "true": true
{"at": "2026-01-01T12:00:00.0005Z"} at gt "2026-01-01T12:00:00Z": false
{"code": "2026-01-01 a"} code eq "2026-01-01": false
{"code": "1"} code eq "1.0": false
{"at": "2026-01-01T12:00:00.001Z"} at gt "2026-01-01T12:00:00Z": true
SEEN
