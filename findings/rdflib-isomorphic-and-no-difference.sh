#!/usr/bin/env bash
# rdflib: isomorphic() says that two graphs differ, and graph_diff() finds no difference between them.
#
# Versions: rdflib 7.6.0.
# Expected: the documentation of rdflib.compare has both for one purpose: isomorphic "Compare graph for equality",
#   graph_diff gives "three sets of triples: in both, in first and in second". RDF 1.1 Concepts (3.3): two literals
#   are term-equal if their language tags are, and tags may be made lower case. So both say yes, or both name the
#   triple.
# Seen: where a language tag is written en-GB in one graph and en-gb in the other, isomorphic, which compares hashes
#   of the letters, is False, and graph_diff and sets of triples follow the comparison of literals, which ignores
#   case. A test that fails with isomorphic shows an empty difference; which of two files of a store is newer hangs on
#   the function that is asked. With equal letters (the control) they agree.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  rdflib==7.6.0
cd "$folder"
cat > compare.py <<'PYTHON'
import rdflib
from rdflib.compare import graph_diff, isomorphic, to_canonical_graph

PREFIX = "@prefix : <https://example.org/> . "
first = rdflib.Graph().parse(data=PREFIX + ':a :label "colour"@en-GB .', format="turtle")
for tag in ("en-gb", "en-GB", "en-US"):
    second = rdflib.Graph().parse(data=PREFIX + f':a :label "colour"@{tag} .', format="turtle")
    both, in_first, in_second = graph_diff(first, second)
    print(
        f"en-GB and {tag}: isomorphic {isomorphic(first, second)}, in both {len(both)}, "
        f"in one {len(in_first) + len(in_second)}, same triples {set(first) == set(second)}"
    )
PYTHON
venv/bin/python compare.py | tee seen.txt
diff seen.txt - <<'SEEN'
en-GB and en-gb: isomorphic False, in both 1, in one 0, same triples True
en-GB and en-GB: isomorphic True, in both 1, in one 0, same triples True
en-GB and en-US: isomorphic False, in both 0, in one 2, same triples False
SEEN
