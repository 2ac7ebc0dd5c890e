#!/usr/bin/env bash
# ProvToolbox: in PROV-JSON and JSON-LD the plan ex:v=2 of PROV-N is ex:v\=2, which is another name, and no IRI.
#
# Versions: org.openprovenance.prov:prov-interop 2.0.2 (prov-n and prov-jsonld 2.0.2), JDK 17; prov 3.2.3 and PyLD 3.3.0
#   (PyPI) read what was written.
# Expected: PROV-N (3.7.1, Identifiers): the local part of a qualified name may hold =, ', (, ), "," and others behind a
#   backslash, and the backslash is part of the notation alone: the name stands for the namespace and the local part
#   without it. JSON has no such rule, and an IRI (RFC 3987, 2.2) has no backslash.
# Seen: the backslash stands in the keys of PROV-JSON and in the "@id" of JSON-LD. Who reads these finds the entity
#   <https://example.org/v\=2>, so nothing joins with the data of others. The library itself reads ex:v=2 from PROV-JSON
#   and writes ex:v\=2 back, in one round. getUri() of the same entity (the control) has no backslash.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check prov[xml]==3.2.3 rdflib==7.6.0 PyLD==3.3.0
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.openprovenance.prov</groupId><artifactId>prov-interop</artifactId><version>2.0.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Finding.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openprovenance.prov.model.Document;
import org.openprovenance.prov.model.Identifiable;
import org.openprovenance.prov.model.ProvFactory;
import org.openprovenance.prov.model.ProvSerialiser;

public class Finding {
  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes());
  }

  static void write(String name, ProvSerialiser serialiser, Document document) throws Exception {
    var out = new ByteArrayOutputStream();
    serialiser.serialiseDocument(out, document, false);
    Files.writeString(Path.of(name), out.toString());
  }

  public static void main(String[] arguments) throws Exception {
    ProvFactory factory = new org.openprovenance.prov.vanilla.ProvFactory();
    String notation = "document prefix ex <https://example.org/> entity(ex:v\\=2) entity(ex:tasks\\(2\\)) endDocument";
    Document document = new org.openprovenance.prov.notation.ProvDeserialiser(factory).deserialiseDocument(stream(notation));
    for (var statement : document.getStatementOrBundle()) {
      System.out.println("getUri: " + ((Identifiable) statement).getId().getUri());
    }
    write("prov.json", new org.openprovenance.prov.core.json.serialization.ProvSerialiser(), document);
    write("prov.jsonld", new org.openprovenance.prov.core.jsonld11.serialization.ProvSerialiser(), document);
    String json = "{\"prefix\": {\"ex\": \"https://example.org/\"}, \"entity\": {\"ex:v=2\": {}}}";
    var reader = new org.openprovenance.prov.core.json.serialization.ProvDeserialiser();
    write("again.json", new org.openprovenance.prov.core.json.serialization.ProvSerialiser(),
        reader.deserialiseDocument(stream(json)));
  }
}
JAVA
cat > read.py <<'PYTHON'
import json
import pathlib

from prov.model import ProvDocument
from pyld import jsonld

for name in "prov.json", "again.json":
    document = ProvDocument.deserialize(content=pathlib.Path(name).read_text(), format="json")
    print(f"{name}:", sorted(record.identifier.uri for record in document.get_records()))
data = json.loads(pathlib.Path("prov.jsonld").read_text())
data["@context"] = data["@context"][0]  # the other one is an address; it changes no name
print("prov.jsonld:", [node["@id"] for node in jsonld.expand(data)])
PYTHON
{
  java -Xmx256m -cp 'jars/*' Finding.java 2>/dev/null
  venv/bin/python read.py
} | tee seen.txt
diff seen.txt - <<'SEEN'
getUri: https://example.org/v=2
getUri: https://example.org/tasks(2)
prov.json: ['https://example.org/tasks\\(2\\)', 'https://example.org/v\\=2']
again.json: ['https://example.org/v\\=2']
prov.jsonld: ['https://example.org/v\\=2', 'https://example.org/tasks\\(2\\)']
SEEN
