#!/usr/bin/env bash
# skosprovider: labels in a private language ("qaa", "x-…") or in Latin script ("en-Latn") cannot be made.
#
# Versions: skosprovider 1.5.1, language-tags 1.2.0, which decides.
# Expected: RFC 5646 (2.2.9): a tag is valid if "Either the tag is in the list of grandfathered tags or all of its primary
#   language, extended language, script, region, and variant subtags appear in the IANA Language Subtag Registry", which
#   has qaa..qtz as a range; deprecated subtags stay in it. 2.1: a tag may be private use as a whole ("x-team"). Not to say
#   the usual script, or an old code, is advice for those who write tags.
# Seen: ValueError "is not a valid IANA language tag": a scheme with an in-house language, or one label in en-Latn, zh-cmn or
#   iw, is not read at all. language-tags takes advice for an error, and does not read the registry's ranges. en, en-GB,
#   de-x-team and ja-Latn (the controls) pass.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check skosprovider==1.5.1 language-tags==1.2.0
cd "$folder"
cat > labels.py <<'PYTHON'
from language_tags import tags
from skosprovider.skos import Label

for language in ("en", "en-GB", "de-x-team", "ja-Latn", "qaa", "en-QM", "x-team", "en-Latn", "zh-cmn", "iw"):
    try:
        Label("Keeper", "prefLabel", language)
        result = "a label"
    except ValueError as problem:
        result = str(problem)
    print(f"{language}: {result}", *[each.message.split(" (")[0] for each in tags.tag(language).errors], sep=" | ")
PYTHON
venv/bin/python -W ignore labels.py | tee seen.txt
diff seen.txt - <<'SEEN'
en: a label
en-GB: a label
de-x-team: a label
ja-Latn: a label
qaa: qaa is not a valid IANA language tag. | Unknown code 'qaa' | Missing language tag in 'qaa'.
en-QM: en-QM is not a valid IANA language tag. | Unknown code 'qm'
x-team: x-team is not a valid IANA language tag. | Missing language tag in 'x-team'.
en-Latn: en-Latn is not a valid IANA language tag. | The script subtag 'Latn' is the same as the language suppress-script.
zh-cmn: zh-cmn is not a valid IANA language tag. | The tag zh-cmn is deprecated. Use 'cmn' instead.
iw: iw is not a valid IANA language tag. | The subtag 'iw' is deprecated.
SEEN
