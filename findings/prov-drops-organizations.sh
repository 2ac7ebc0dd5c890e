#!/usr/bin/env bash
# prov: agents that PROV-O data types only as prov:Organization or prov:SoftwareAgent are dropped.
#
# Versions: prov 3.2.3, rdflib 7.6.0.
# Expected: PROV-O (3.2) defines Person, Organization and SoftwareAgent as subclasses of prov:Agent, and
#   PROV-DM (5.3.1) writes them as agent(id, [prov:type='prov:Organization']). The document that is read
#   holds three agents, as it does when prov itself writes them.
# Seen: no agent at all, without a message. Only with the redundant "a prov:Agent" beside it is the
#   subclass kept. Collections and plans go the same way.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  prov==3.2.3 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging, sys, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from prov.model import ProvAgent, ProvDocument, ProvEntity

HEAD = "@prefix : <https://example.org/> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"


def read(turtle):
    return ProvDocument.deserialize(content=HEAD + turtle, format="rdf", rdf_format="turtle")


bare = read(":a a prov:Person . :b a prov:Organization . :c a prov:SoftwareAgent . :d a prov:Plan .")
both = read(":b a prov:Organization, prov:Agent . :d a prov:Plan, prov:Entity .")
lost = (len(list(bare.get_records(ProvAgent))), len(list(bare.get_records(ProvEntity))))
kept = (len(list(both.get_records(ProvAgent))), len(list(both.get_records(ProvEntity))))
print("typed by the subclass alone: agents, entities =", lost, "| records:", len(bare.get_records()))
print("with the superclass beside it:", kept)
sys.exit(0 if lost == (0, 0) and kept == (1, 1) else 1)
PYTHON
