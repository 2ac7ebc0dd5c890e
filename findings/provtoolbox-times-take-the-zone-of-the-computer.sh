#!/usr/bin/env bash
# ProvToolbox: a time without a zone becomes one of the computer's zone, and microseconds are cut off.
#
# Versions: org.openprovenance.prov:prov-interop 2.0.2 (prov-n and prov-jsonld 2.0.2), JDK 17; prov 3.2.3 (PyPI) as
#   peer.
# Expected: PROV-DM (5.7.3, Time): time instants are xsd:dateTime. XML Schema (part 2, 3.2.7): the zone may be absent,
#   the fraction of a second may have any number of digits, and 10:00:00 without a zone is no instant of UTC. What a
#   file says does not depend on where it is read.
# Seen: the same line of PROV-N says 10:00-04:00 in New York and 10:00+09:00 in Tokyo, and one of PROV-JSON says UTC
#   everywhere, so the two forms of one file differ by hours. "+02:00" is rewritten, and .123456 is .123: two events of
#   one millisecond have one time. Nothing is said. As the value of an attribute (the control) a time is kept as it is.
#   The peer keeps all three.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check prov[xml]==3.2.3 rdflib==7.6.0
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
import org.openprovenance.prov.model.Document;
import org.openprovenance.prov.model.ProvFactory;

public class Finding {
  static final ProvFactory FACTORY = new org.openprovenance.prov.vanilla.ProvFactory();

  // The activity of the document in PROV-N, as it is written.
  static String written(Document document) throws Exception {
    var out = new ByteArrayOutputStream();
    new org.openprovenance.prov.notation.ProvSerialiser(FACTORY).serialiseDocument(out, document, false);
    return out.toString().replaceAll("(?s).*activity|endDocument.*", "").replaceAll("\\s", "");
  }

  public static void main(String[] arguments) throws Exception {
    for (String time : new String[] {"2026-07-01T10:00:00", "2026-07-01T10:00:00+02:00", "2026-07-01T10:00:00.123456Z"}) {
      String notation = "document prefix ex <https://example.org/> activity(ex:a, " + time + ", -, [ex:at=\"" + time
          + "\" %% xsd:dateTime]) endDocument";
      String json = "{\"prefix\": {\"ex\": \"https://example.org/\"}, \"activity\": {\"ex:a\": {\"prov:startTime\": \""
          + time + "\"}}}";
      System.out.println(time + " of PROV-N: " + written(new org.openprovenance.prov.notation.ProvDeserialiser(FACTORY)
          .deserialiseDocument(new ByteArrayInputStream(notation.getBytes()))));
      System.out.println(time + " of PROV-JSON: " + written(new org.openprovenance.prov.core.json.serialization
          .ProvDeserialiser().deserialiseDocument(new ByteArrayInputStream(json.getBytes()))));
    }
  }
}
JAVA
cat > peer.py <<'PYTHON'
import json

from prov.model import ProvDocument

for time in "2026-07-01T10:00:00", "2026-07-01T10:00:00+02:00", "2026-07-01T10:00:00.123456Z":
    content = {"prefix": {"ex": "https://example.org/"}, "activity": {"ex:a": {"prov:startTime": time}}}
    print("peer:", ProvDocument.deserialize(content=json.dumps(content), format="json").get_provn().split("\n")[-2].strip())
PYTHON
{
  for zone in America/New_York Asia/Tokyo; do
    echo "in $zone:"
    java -Xmx256m -Duser.timezone="$zone" -cp 'jars/*' Finding.java 2>/dev/null
  done
  venv/bin/python peer.py
} | tee seen.txt
diff seen.txt - <<'SEEN'
in America/New_York:
2026-07-01T10:00:00 of PROV-N: (ex:a,2026-07-01T10:00:00.000-04:00,-,[ex:at="2026-07-01T10:00:00"%%xsd:dateTime])
2026-07-01T10:00:00 of PROV-JSON: (ex:a,2026-07-01T10:00:00.000Z,-)
2026-07-01T10:00:00+02:00 of PROV-N: (ex:a,2026-07-01T04:00:00.000-04:00,-,[ex:at="2026-07-01T10:00:00+02:00"%%xsd:dateTime])
2026-07-01T10:00:00+02:00 of PROV-JSON: (ex:a,2026-07-01T08:00:00.000Z,-)
2026-07-01T10:00:00.123456Z of PROV-N: (ex:a,2026-07-01T06:00:00.123-04:00,-,[ex:at="2026-07-01T10:00:00.123456Z"%%xsd:dateTime])
2026-07-01T10:00:00.123456Z of PROV-JSON: (ex:a,2026-07-01T10:00:00.123Z,-)
in Asia/Tokyo:
2026-07-01T10:00:00 of PROV-N: (ex:a,2026-07-01T10:00:00.000+09:00,-,[ex:at="2026-07-01T10:00:00"%%xsd:dateTime])
2026-07-01T10:00:00 of PROV-JSON: (ex:a,2026-07-01T10:00:00.000Z,-)
2026-07-01T10:00:00+02:00 of PROV-N: (ex:a,2026-07-01T17:00:00.000+09:00,-,[ex:at="2026-07-01T10:00:00+02:00"%%xsd:dateTime])
2026-07-01T10:00:00+02:00 of PROV-JSON: (ex:a,2026-07-01T08:00:00.000Z,-)
2026-07-01T10:00:00.123456Z of PROV-N: (ex:a,2026-07-01T19:00:00.123+09:00,-,[ex:at="2026-07-01T10:00:00.123456Z"%%xsd:dateTime])
2026-07-01T10:00:00.123456Z of PROV-JSON: (ex:a,2026-07-01T10:00:00.123Z,-)
peer: activity(ex:a, 2026-07-01T10:00:00, -)
peer: activity(ex:a, 2026-07-01T10:00:00+02:00, -)
peer: activity(ex:a, 2026-07-01T10:00:00.123456+00:00, -)
SEEN
