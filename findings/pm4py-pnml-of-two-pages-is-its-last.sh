#!/usr/bin/env bash
# pm4py: of a Petri net that is drawn on two pages the last page is read, without the tokens of the first.
#
# Versions: pm4py 2.7.23.11.
# Expected: PNML (ISO/IEC 15909-2, as in its grammar on pnml.org: a net has one or more pages, and a page may hold
#   pages): pages are for drawing, and the net is all of them together; a referencePlace stands for the place of
#   another page.
# Seen: each page at the top takes the place of the one before, so places, transitions, arcs and the initial marking of
#   the first page are gone, and the net can do nothing. A page within a page, and all reference places with their
#   arcs, are passed over. No error, no warning. The name of the net is lost in any case. The same on one page (the
#   control) is whole.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pm4py==2.7.23.11
cd "$folder"
cat > finding.py <<'PYTHON'
import pm4py

NET = """<?xml version="1.0"?><pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
<net id="n" type="http://www.pnml.org/version-2009/grammar/ptnet"><name><text>Approval</text></name>%s</net></pnml>"""
FIRST = """<place id="asked"><initialMarking><text>1</text></initialMarking></place><place id="checked"/>
<transition id="check"/><arc id="a1" source="asked" target="check"/><arc id="a2" source="check" target="checked"/>"""
SECOND = """<place id="signed"/><transition id="sign"/><arc id="a4" source="sign" target="signed"/>"""
LINK = """<referencePlace id="r" ref="checked"/><arc id="a3" source="r" target="sign"/>"""
DIRECT = """<arc id="a3" source="checked" target="sign"/>"""
drawn = {
    "one page": f'<page id="p1">{FIRST}{SECOND}{DIRECT}</page>',
    "two pages": f'<page id="p1">{FIRST}</page><page id="p2">{SECOND}{LINK}</page>',
    "a page within a page": f'<page id="p1">{FIRST}<page id="p2">{SECOND}{LINK}</page></page>',
    "one page with a reference": f'<page id="p1">{FIRST}{SECOND}{LINK}</page>',
}
for name, pages in drawn.items():
    with open("net.pnml", "w") as file:
        file.write(NET % pages)
    net, marking, _ = pm4py.read_pnml("net.pnml")
    print(f"{name}: places {sorted(each.name for each in net.places)}, transitions {sorted(each.name for each in net.transitions)},",
          f"{len(net.arcs)} arcs, {sum(marking.values())} tokens, named {net.name == 'Approval'}")
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
one page: places ['asked', 'checked', 'signed'], transitions ['check', 'sign'], 4 arcs, 1 tokens, named False
two pages: places ['signed'], transitions ['sign'], 1 arcs, 0 tokens, named False
a page within a page: places ['asked', 'checked'], transitions ['check'], 2 arcs, 1 tokens, named False
one page with a reference: places ['asked', 'checked', 'signed'], transitions ['check', 'sign'], 3 arcs, 1 tokens, named False
SEEN
