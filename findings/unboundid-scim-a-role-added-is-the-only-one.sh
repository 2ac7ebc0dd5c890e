#!/usr/bin/env bash
# UnboundID SCIM 2 SDK: a role that is added as one object takes the place of all other roles, and is no list any more.
#
# Versions: com.unboundid.product.scim2:scim2-sdk-common 3.2.0, JDK 17; scim-patch 0.8.3 (npm) as peer.
# Expected: RFC 7644 (3.5.2.1, Add Operation): "If the target location specifies a multi-valued attribute, a new value
#   is added to the attribute"; RFC 7643 (2.4): a multi-valued attribute is a list of values.
# Seen: {"op": "add", "path": "roles", "value": {"value": "developer"}} leaves one role, in an object instead of a list:
#   a request to add has removed. The same for a list of texts and a text. Nothing is said, and what is stored does not
#   fit the schema. With the object in a list (the control) the role is added; the peer adds both forms.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 >/dev/null
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
cat > operations.jsonl <<'JSON'
{"op": "add", "path": "roles", "value": {"value": "developer"}}
{"op": "add", "path": "tags", "value": "new"}
{"op": "add", "path": "roles", "value": [{"value": "developer"}]}
JSON
cat > Finding.java <<'JAVA'
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;
import java.nio.file.Files;
import java.nio.file.Path;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    var mapper = JsonUtils.createObjectMapper();
    for (String operation : Files.readAllLines(Path.of("operations.jsonl"))) {
      var user = (ObjectNode) mapper.readTree("{\"roles\": [{\"value\": \"lead\"}], \"tags\": [\"old\"]}");
      var request = mapper.readValue("{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
          + " \"Operations\": [" + operation + "]}", PatchRequest.class);
      var resource = new GenericScimResource(user);
      request.apply(resource);
      System.out.println(operation + "\n  UnboundID " + resource.getObjectNode());
    }
  }
}
JAVA
cat > peer.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { scimPatch } from "scim-patch";

for (const operation of readFileSync("operations.jsonl", "utf8").trim().split("\n")) {
  const user = { schemas: [], roles: [{ value: "lead" }], tags: ["old"] };
  const { roles, tags } = scimPatch(user, [JSON.parse(operation)]);
  console.log("  scim-patch", JSON.stringify({ roles, tags }));
}
SCRIPT
{
  java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null
  node peer.mjs
} | tee seen.txt
diff seen.txt - <<'SEEN'
{"op": "add", "path": "roles", "value": {"value": "developer"}}
  UnboundID {"roles":{"value":"developer"},"tags":["old"]}
{"op": "add", "path": "tags", "value": "new"}
  UnboundID {"roles":[{"value":"lead"}],"tags":"new"}
{"op": "add", "path": "roles", "value": [{"value": "developer"}]}
  UnboundID {"roles":[{"value":"lead"},{"value":"developer"}],"tags":["old"]}
  scim-patch {"roles":[{"value":"lead"},{"value":"developer"}],"tags":["old"]}
  scim-patch {"roles":[{"value":"lead"}],"tags":["old","new"]}
  scim-patch {"roles":[{"value":"lead"},{"value":"developer"}],"tags":["old"]}
SEEN
