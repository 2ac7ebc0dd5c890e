#!/bin/sh
# Tell whether a patch log server can still append: exit 0 where it can.
#
#   alive.sh http://127.0.0.1:1066 [SECONDS]
#
# Every append takes a lock in ZooKeeper, and a patch server waits for it without a limit. After a
# lost connection to ZooKeeper the lock may stay taken for good, while /$/ping still answers 200.
# Refreshing a lock that nobody has takes the same lock and changes nothing.
url=$1
ask() { curl --silent --fail --max-time "${2:-2}" --header 'Content-Type: application/json' --data "$1" "$url/\$/rpc"; }
nobody=00000000-0000-4000-8000-000000000000
logs=$(ask '{"opid": "1", "operation": "list_datasource", "arg": {}}' "$2") || exit 1
for log in $(echo "$logs" | grep -Eo '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'); do
  ask "{\"opid\": \"2\", \"operation\": \"lock-refresh\", \"arg\": {\"array\": [{\"datasource\": \"$log\", \"lock-ref\": \"$nobody\"}]}}" "$2" >/dev/null || exit 1
done
