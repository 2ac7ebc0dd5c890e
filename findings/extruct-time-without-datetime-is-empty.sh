#!/usr/bin/env bash
# extruct: <time itemprop="startDate">2026-05-01</time> has the empty text as its value.
#
# Versions: extruct 0.18.0.
# Expected: Microdata (Values): of a time element the value is its datetime value. HTML (the time element): that is the
#   datetime attribute, or, if there is none, the text of the element.
# Seen: without the attribute the date is "", as if the page had none; opening hours and dates of events, which HTML's
#   own examples write like this, are lost. No error. With the attribute, and in a span (the controls), it is there; the
#   RDFa of the same package reads the text.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check extruct==0.18.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import extruct


def microdata(element):
    page = f'<div itemscope itemtype="https://schema.org/Event">{element}</div>'
    (item,) = extruct.extract(page, syntaxes=["microdata"])["microdata"]
    return item["properties"]["startDate"]


page = '<html><body vocab="https://schema.org/"><div typeof="Event"><time property="startDate">2026-05-01</time></div>'
rdfa = extruct.extract(page, base_url="https://example.org/", syntaxes=["rdfa"])["rdfa"]
seen = {
    "text only": microdata('<time itemprop="startDate">2026-05-01</time>'),
    "attribute": microdata('<time itemprop="startDate" datetime="2026-05-01">May Day</time>'),
    "span": microdata('<span itemprop="startDate">2026-05-01</span>'),
    "RDFa": [each["@value"] for item in rdfa for each in item.get("https://schema.org/startDate", [])],
}
print(seen)
expected = {"text only": "", "attribute": "2026-05-01", "span": "2026-05-01", "RDFa": ["2026-05-01"]}
sys.exit(0 if seen == expected else 1)
PYTHON
