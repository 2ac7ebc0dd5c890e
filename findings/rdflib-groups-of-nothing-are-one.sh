#!/usr/bin/env bash
# rdflib: GROUP BY over no solutions gives one group, so a subquery that finds nothing lets everything through.
#
# Versions: rdflib 7.6.0; pyoxigraph 0.5.13 as peer.
# Expected: SPARQL 1.1 (18.5.1, Definition: Group): Group has one key for each list of values that occurs in the
#   solutions. Without a solution there is no key, so GROUP BY gives no row, ASK around it is false, and an update that
#   has it in its WHERE writes nothing. Only without GROUP BY ("a fixed constant (1)") is there one group.
# Seen: a row without any value. "Which roles have holders?" prints nothing, but ASK says yes, COUNT(*) around it says 1,
#   the pattern beside it keeps its rows, and CONSTRUCT and INSERT write what should hold only if a role has a holder.
#   With HAVING (a control) no row comes, and with one holder both libraries agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
cat > groups.py <<'PYTHON'
import pyoxigraph
import rdflib

P = "PREFIX : <https://example.org/>\n"
GROUPED = "{ SELECT ?role (COUNT(?who) AS ?holders) WHERE { ?role :heldBy ?who } GROUP BY ?role }"
for data in ("", ":Keeper :heldBy :Ada ."):
    text = "@prefix : <https://example.org/> . " + data
    graph = rdflib.Graph().parse(data=text, format="turtle")
    store = pyoxigraph.Store()
    store.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    print(f"data: {data or 'nothing'}")

    def both(name, ours, theirs):
        print(f"  {name}: rdflib {ours}, pyoxigraph {theirs}")

    query = P + f"ASK {{ {GROUPED} }}"
    both("ASK", graph.query(query).askAnswer, bool(store.query(query)))
    for name, query in (
        ("rows beside it", P + f"SELECT ?x WHERE {{ VALUES ?x {{ 1 2 }} {GROUPED} }}"),
        ("rows with HAVING", P + f"SELECT ?x WHERE {{ VALUES ?x {{ 1 2 }} {GROUPED.replace('?role }', '?role HAVING (COUNT(?who) > 0) }')} }}"),
    ):
        both(name, len(graph.query(query).bindings), len(list(store.query(query))))
    query = P + f"SELECT (COUNT(*) AS ?n) WHERE {{ {GROUPED} }}"
    both("COUNT(*)", int(graph.query(query).bindings[0][rdflib.Variable("n")]), int(next(iter(store.query(query)))[0].value))
    query = P + f"CONSTRUCT {{ :catalogue :state :held }} WHERE {{ {GROUPED} }}"
    both("CONSTRUCT", len(graph.query(query).graph), len(list(store.query(query))))
    before = len(graph)
    update = P + f"INSERT {{ :catalogue :state :held }} WHERE {{ {GROUPED} }}"
    graph.update(update)
    store.update(update)
    both("INSERT", len(graph) - before, len(store) - before)
PYTHON
venv/bin/python groups.py | tee seen.txt
diff seen.txt - <<'SEEN'
data: nothing
  ASK: rdflib True, pyoxigraph False
  rows beside it: rdflib 2, pyoxigraph 0
  rows with HAVING: rdflib 0, pyoxigraph 0
  COUNT(*): rdflib 1, pyoxigraph 0
  CONSTRUCT: rdflib 1, pyoxigraph 0
  INSERT: rdflib 1, pyoxigraph 0
data: :Keeper :heldBy :Ada .
  ASK: rdflib True, pyoxigraph True
  rows beside it: rdflib 2, pyoxigraph 2
  rows with HAVING: rdflib 2, pyoxigraph 2
  COUNT(*): rdflib 1, pyoxigraph 1
  CONSTRUCT: rdflib 1, pyoxigraph 1
  INSERT: rdflib 1, pyoxigraph 1
SEEN
