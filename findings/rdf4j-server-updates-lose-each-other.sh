#!/usr/bin/env bash
# RDF4J server: updates that run side by side all answer 204, and most of them are lost.
#
# Versions: org.eclipse.rdf4j:rdf4j-http-server 5.0.3 (native store, default settings) in jetty-runner
#   9.4.58.v20250814; as peer org.apache.jena:jena-fuseki-server 5.6.0 with TDB2.
# Expected: SPARQL 1.1 Update (section 3) says that a request SHOULD be atomic, and a server that cannot
#   run two of them side by side has a way to say so (409, 503, or wait). 8 clients that each replace the
#   number n by n+1, 25 times, with one DELETE/INSERT/WHERE, should end at 200.
# Seen: every one of the 200 requests is answered with 204. One subject that must have one number then has
#   several (11 and 19 in two runs), the highest far below 200: an update reads a state that another is just
#   replacing, deletes what is gone already, and adds its own. Fuseki ends at 200, with one number.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"
for artifact in org.eclipse.rdf4j:rdf4j-http-server:5.0.3:war \
  org.eclipse.jetty:jetty-runner:9.4.58.v20250814:jar org.apache.jena:jena-fuseki-server:5.6.0:jar; do
  mvn -q -B dependency:copy -Dartifact=$artifact -DoutputDirectory="$folder" >/dev/null
done
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

rdf4j=$(port)
java -Dorg.eclipse.rdf4j.appdata.basedir="$folder/rdf4j" -jar jetty-runner-*.jar --host 127.0.0.1 \
  --port "$rdf4j" --path /rdf4j-server rdf4j-http-server-*.war >rdf4j.log 2>&1 &
servers+=($!)
fuseki=$(port)
mkdir tdb2
java -jar jena-fuseki-server-*.jar --localhost --port "$fuseki" --tdb2 --loc=tdb2 --update /counter >fuseki.log 2>&1 &
servers+=($!)

repository=http://127.0.0.1:$rdf4j/rdf4j-server/repositories/counter
cat >repository.ttl <<'TTL'
@prefix config: <tag:rdf4j.org,2023:config/> .
[] a config:Repository ; config:rep.id "counter" ;
    config:rep.impl [ config:rep.type "openrdf:SailRepository" ;
        config:sail.impl [ config:sail.type "openrdf:NativeStore" ] ] .
TTL
for _ in $(seq 120); do
  curl -sf -X PUT -H 'Content-Type: text/turtle' --data-binary @repository.ttl "$repository" && break
  sleep 1
done
for _ in $(seq 120); do
  curl -sf "http://127.0.0.1:$fuseki/counter/query?query=ASK%7B%7D" >/dev/null && break
  sleep 1
done

# Arguments: address of updates, address of queries. Prints how many were answered with 204, then the numbers.
count() {
  local add='DELETE { <urn:c> <urn:n> ?n } INSERT { <urn:c> <urn:n> ?m } WHERE { <urn:c> <urn:n> ?n BIND (?n + 1 AS ?m) }'
  curl -sf -H 'Content-Type: application/sparql-update' -d 'INSERT DATA { <urn:c> <urn:n> 0 }' "$1"
  seq 200 | xargs -P 8 -I{} curl -s -o /dev/null -w '%{http_code}\n' \
    -H 'Content-Type: application/sparql-update' -d "$add" "$1" | grep -c 204
  curl -sf -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?n { <urn:c> <urn:n> ?n } ORDER BY ?n' "$2" |
    tr -d '\r' | tail -n +2 | tr '\n' ' '
}
of_rdf4j=$(count "$repository/statements" "$repository")
of_fuseki=$(count "http://127.0.0.1:$fuseki/counter/update" "http://127.0.0.1:$fuseki/counter/query")
echo "RDF4J server:" $of_rdf4j
echo "Fuseki:      " $of_fuseki
read -r answered numbers <<<"$(echo $of_rdf4j)"
[ "$answered" = 200 ] && [ "$numbers" != 200 ] && [ "$(echo $of_fuseki)" = "200 200" ]
