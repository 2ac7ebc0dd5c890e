#!/usr/bin/env bash
# biweekly: the first Monday review of a year is missing when week 1 begins in December, and every year has a week 53.
#
# Versions: net.sf.biweekly:biweekly 0.6.8, JDK 17; ical4j 4.0.8 as peer.
# Expected: RFC 5545 (3.3.10): BYWEEKNO are "weeks according to week numbering as defined in ISO.8601"; "Week number one of
#   the calendar year is the first week that contains at least four (4) days in that calendar year"; "week 53 can only
#   occur when Thursday is January 1 or if it is a leap year and Wednesday is January 1". Week 1 of 2025 begins on
#   2024-12-30, and 2024 and 2025 have no week 53.
# Seen: of week 1 only days of the calendar year itself come, so whole years have no date at all; "week 53" is the days
#   after the last week in any year. No error. Week 20 (the control) is right.
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
    <dependency><groupId>net.sf.biweekly</groupId><artifactId>biweekly</artifactId><version>0.6.8</version></dependency>
    <dependency><groupId>org.mnode.ical4j</groupId><artifactId>ical4j</artifactId><version>4.0.8</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars >/dev/null
cat > Reviews.java <<'JAVA'
import biweekly.Biweekly;
import java.time.*;
import java.util.*;
import net.fortuna.ical4j.model.Recur;

public class Reviews {
  public static void main(String[] arguments) throws Exception {
    for (String[] each : new String[][] {
      {"2024-05-13", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=4"},
      {"2024-01-01", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=4"},
      {"2020-12-28", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,TU;COUNT=4"},
    }) {
      LocalDate start = LocalDate.parse(each[0]);
      System.out.println(each[0] + " " + each[1]);
      String calendar = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Reviews//EN", "BEGIN:VEVENT",
          "UID:review", "DTSTAMP:20200101T000000Z", "DTSTART:" + each[0].replace("-", "") + "T090000Z", "SUMMARY:Review of the role Keeper",
          "RRULE:" + each[1], "END:VEVENT", "END:VCALENDAR", "");
      var dates = Biweekly.parse(calendar).first().getEvents().get(0).getDateIterator(TimeZone.getTimeZone("UTC"));
      System.out.print("  biweekly");
      while (dates.hasNext()) System.out.print(" " + dates.next().toInstant().toString().substring(0, 10));
      System.out.print("\n  ical4j  ");
      var first = start.atTime(9, 0);
      for (LocalDateTime date : new Recur<LocalDateTime>(each[1]).getDates(first, first, first.plusYears(30))) System.out.print(" " + date.toLocalDate());
      System.out.println();
    }
  }
}
JAVA
java -Xmx256m -Duser.timezone=UTC -cp 'jars/*' Reviews.java 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
2024-05-13 FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=4
  biweekly 2024-05-13 2025-05-12 2026-05-11 2027-05-17
  ical4j   2024-05-13 2025-05-12 2026-05-11 2027-05-17
2024-01-01 FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=4
  biweekly 2024-01-01 2027-01-04 2028-01-03 2029-01-01
  ical4j   2024-01-01 2024-12-30 2025-12-29 2027-01-04
2020-12-28 FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,TU;COUNT=4
  biweekly 2020-12-28 2020-12-29 2024-12-30 2024-12-31
  ical4j   2020-12-28 2020-12-29 2026-12-28 2026-12-29
SEEN
