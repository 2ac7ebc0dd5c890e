#!/usr/bin/env bash
# Clones the public repositories of foreign_repositories.py at their revisions: fetch.sh FOLDER.
# What cannot be had is told, and its tests are skipped.
set -uo pipefail
mkdir -p "$1"
python3 - "$(dirname "$0")/foreign_repositories.py" <<'PY' | while read -r address revision; do
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
for address, revision in re.findall(r'"([\w.-]+/[\w.-]+)",\s+"([0-9a-f]{40})"', text):
    print(address, revision)
PY
  folder="$1/${address##*/}"
  [ -e "$folder" ] && continue
  git init --quiet "$folder" \
    && git -C "$folder" fetch --quiet --depth 1 "https://github.com/$address" "$revision" \
    && git -C "$folder" checkout --quiet FETCH_HEAD \
    || { rm -rf "$folder"; echo "Without $address, its tests are skipped."; }
done
