#!/usr/bin/env bash
# Gets the ontologies that ours is aligned with: fetch.sh FOLDER. They stay out of this repository;
# P-Plan may not be copied into it (CC BY-NC-SA). What cannot be had is told.
set -uo pipefail
mkdir -p "$1"
while read -r file address; do
  [ -s "$1/$file" ] && continue
  curl --silent --show-error --fail --location --max-time 60 --output "$1/$file" "$address" 2>/dev/null \
    || { rm -f "$1/$file"; echo "Without $file ($address), nothing is merged; put it into $1."; }
done <<'FILES'
org.ttl https://www.w3.org/ns/org.ttl
prov-o.ttl https://www.w3.org/ns/prov-o.ttl
oa.ttl https://www.w3.org/ns/oa.ttl
skos.rdf https://www.w3.org/2009/08/skos-reference/skos.rdf
p-plan.owl https://www.opmw.org/model/p-plan/p-plan.owl
FILES
