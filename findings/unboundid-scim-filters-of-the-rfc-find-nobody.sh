#!/usr/bin/env bash
# UnboundID SCIM 2 SDK: emails co "example.com", an example of the RFC, finds nobody, and a core name in full neither.
#
# Versions: com.unboundid.product.scim2:scim2-sdk-common 3.2.0, JDK 17.
# Expected: RFC 7644 (3.4.2.2): "emails co" without a part is among the examples, and asks for the value of each
#   address; "if the specified attribute in a filter expression is a multi-valued attribute, the filter matches if any
#   of the values of the specified attribute match". 3.10 (Attribute Notation): userName may be written in full, as
#   urn:ietf:params:scim:schemas:core:2.0:User:userName.
# Seen: without ".value" no list of addresses or roles matches. "ne" is true only if all values differ, so who is lead
#   and developer has, against the RFC, no role that is not lead. A core attribute with its URN is looked up in an
#   extension and is absent. Nothing is said, the list is just shorter. With ".value", in brackets, and for a list of
#   plain texts (the controls) the filter finds what it must.
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
  static final String USER = """
      {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ann",
       "emails": [{"value": "ann@example.com", "type": "work"}], "roles": [{"value": "lead"}, {"value": "developer"}]}
      """;

  public static void main(String[] arguments) throws Exception {
    var user = JsonUtils.createObjectMapper().readTree(USER);
    for (String filter : new String[] {
        "emails co \"example.com\"", "roles eq \"lead\"", "roles.value ne \"lead\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ann\"",
        "emails.value co \"example.com\"", "emails[value co \"example.com\"]", "roles[value ne \"lead\"]",
        "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", "userName eq \"ann\""}) {
      System.out.println(filter + ": " + FilterEvaluator.evaluate(Filter.fromString(filter), user));
    }
  }
}
JAVA
java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
emails co "example.com": false
roles eq "lead": false
roles.value ne "lead": false
urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ann": false
emails.value co "example.com": true
emails[value co "example.com"]: true
roles[value ne "lead"]: true
schemas eq "urn:ietf:params:scim:schemas:core:2.0:User": true
userName eq "ann": true
SEEN
