#!/usr/bin/env bash
# extruct: RDFa of a page loses its language, its <base> and the dates of <time>.
#
# Versions: extruct 0.18.0; pyRdfa3 3.6.5, on which it is built, as peer.
# Expected: HTML+RDFa 1.1 (3.1, Additional RDFa Processing Rules): the base is that of the base element; the language
#   is that of @lang; of a <time> with datetime the value is the attribute, with the datatype that it fits.
# Seen: the page is not read as HTML: lang counts for nothing, so a German label has no language; the date is the text
#   between the tags, "May"; and the subject and its links are in the folder of the page. No error. pyRdfa3 on the
#   same page reads all three. The texts and links themselves (the control) are there.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  extruct==0.18.0 pyRdfa3==3.6.5
cd "$folder"
cat > page.html <<'HTML'
<!DOCTYPE html>
<html lang="de"><head><base href="https://example.org/base/"><title>t</title></head>
<body vocab="https://example.org/">
<p property="label">Tür</p>
<p property="code" content="A-17">Nr. 17</p>
<time property="opens" datetime="2026-05-01">May</time>
<a property="next" href="two">two</a>
</body></html>
HTML
cat > read.py <<'PYTHON'
import json

from extruct.rdfa import RDFaExtractor

html = open("page.html").read()
for node in RDFaExtractor().extract(html, base_url="https://example.org/dir/page"):
    node.pop("http://www.w3.org/ns/rdfa#usesVocabulary")
    for key, values in sorted(node.items()):
        if key == "@id":
            print("extruct @id", values)
        else:
            for value in values:
                print("extruct", key.removeprefix("https://example.org/"), json.dumps(value, ensure_ascii=False))

from pyRdfa import pyRdfa
from pyRdfa.options import Options

graph = pyRdfa(options=Options(), base="https://example.org/dir/page", media_type="text/html").graph_from_source(open("page.html"))
for subject, predicate, value in sorted(graph, key=lambda triple: triple[1]):
    if predicate.endswith("usesVocabulary"):
        continue
    print("pyRdfa3", subject.n3(), predicate.removeprefix("https://example.org/"), value.n3())
PYTHON
venv/bin/python read.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
extruct @id https://example.org/dir/page
extruct code {"@value": "A-17"}
extruct label {"@value": "Tür"}
extruct next {"@id": "https://example.org/dir/two"}
extruct opens {"@value": "May"}
pyRdfa3 <https://example.org/base/> code "A-17"@de
pyRdfa3 <https://example.org/base/> label "Tür"@de
pyRdfa3 <https://example.org/base/> next <https://example.org/base/two>
pyRdfa3 <https://example.org/base/> opens "2026-05-01"^^<http://www.w3.org/2001/XMLSchema#date>
SEEN
