#!/usr/bin/env bash
# KIE FEEL: an instant in another time zone is between 8 and 9 o'clock, and is not in [8 o'clock .. 9 o'clock].
#
# Versions: org.kie:kie-dmn-feel 10.1.0, JDK 17.
# Expected: DMN 1.5 (10.3.2.15, Table 55, read in the specification's text): e1 in [e2..e3] is e1 >= e2 and e1 <= e3,
#   and e1 between e2 and e3 is the same.
# Seen: in a range the order of Java's ZonedDateTime decides, which goes on to compare the clocks after the instants;
#   <= does not. 10:00+02:00 is 08:00Z, is >= and <= it, is between 07:00Z and 08:00Z, and is not in that range, so a
#   rule of a decision table with a range and one with two comparisons decide differently. No error. In one time zone
#   (the control) both agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > expressions.txt <<'FEEL'
@"2026-07-01T10:00:00+02:00" = @"2026-07-01T08:00:00Z"
@"2026-07-01T10:00:00+02:00" <= @"2026-07-01T08:00:00Z"
@"2026-07-01T10:00:00+02:00" between @"2026-07-01T07:00:00Z" and @"2026-07-01T08:00:00Z"
@"2026-07-01T10:00:00+02:00" in [@"2026-07-01T07:00:00Z"..@"2026-07-01T08:00:00Z"]
@"2026-07-01T08:00:00Z" in [@"2026-07-01T07:00:00Z"..@"2026-07-01T08:00:00Z"]
FEEL
cat > kie.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.kie</groupId><artifactId>kie-dmn-feel</artifactId><version>10.1.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B -f kie.xml dependency:copy-dependencies -DoutputDirectory=kie >/dev/null
cat > ByKie.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.kie.dmn.feel.lang.impl.FEELBuilder;

public class ByKie {
  public static void main(String[] arguments) throws Exception {
    var engine = FEELBuilder.builder().build();
    for (String expression : Files.readAllLines(Path.of("expressions.txt"))) {
      System.out.println("kie: " + expression + " -> " + engine.evaluate(expression));
    }
  }
}
JAVA
{ java -Xmx256m -cp 'kie/*' ByKie.java 2>/dev/null; } | tee seen.txt
diff seen.txt - <<'SEEN'
kie: @"2026-07-01T10:00:00+02:00" = @"2026-07-01T08:00:00Z" -> true
kie: @"2026-07-01T10:00:00+02:00" <= @"2026-07-01T08:00:00Z" -> true
kie: @"2026-07-01T10:00:00+02:00" between @"2026-07-01T07:00:00Z" and @"2026-07-01T08:00:00Z" -> true
kie: @"2026-07-01T10:00:00+02:00" in [@"2026-07-01T07:00:00Z"..@"2026-07-01T08:00:00Z"] -> false
kie: @"2026-07-01T08:00:00Z" in [@"2026-07-01T07:00:00Z"..@"2026-07-01T08:00:00Z"] -> true
SEEN
