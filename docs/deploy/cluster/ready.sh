#!/bin/sh
# Tell whether a Fuseki server may be asked: exit 0 where it has caught up, or nobody has written yet.
#
#   ready.sh http://127.0.0.1:3030/rg http://patch-1:1066
#
# A Fuseki server that starts answers queries from an empty dataset until it has read the log.
log='ASK { GRAPH <https://w3id.org/rolegraph/graph/log> { ?s ?p ?o } }'
ask() { curl --silent --fail --max-time 5 "$@"; }
ask --get --data-urlencode "query=$log" --header 'Accept: application/sparql-results+json' "$1/query" |
  grep -q true && exit 0
ask --header 'Content-Type: application/json' \
  --data '{"opid": "1", "operation": "list_log_info", "arg": {}}' "$2/\$/rpc" |
  grep -q '"max_version" *: *0\b'
