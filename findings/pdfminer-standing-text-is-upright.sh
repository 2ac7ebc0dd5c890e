#!/usr/bin/env bash
# pdfminer.six, pdfplumber: text at a right angle counts as upright, and is read letter by letter as if it lay.
#
# Versions: pdfminer.six 20260107, pdfplumber 0.11.10; the file is made by typst 0.15.2.
# Expected: pdfplumber: upright is documented as whether the character is upright, and its text extraction treats
#   upright and other characters in ways of their own. A text that is turned by 90 degrees is not upright.
# Seen: upright hangs on the sign of the product of two numbers of the matrix. They are the cosine of 90 degrees, which
#   a PDF writer with floating point gives as something like 0.00000000000000006, so the product is above 0 by 33
#   zeros. The heading that stands at the side of a table comes as lines of one letter each, and text upside down
#   backwards, as upright. No error. Lying text (the control) is read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pdfplumber==0.11.10 pdfminer.six==20260107 typst==0.15.2
cd "$folder"
cat > finding.py <<'PYTHON'
import pdfplumber
import typst

for angle in (0, 45, 90, 180, 270):
    with open("turned.typ", "w") as file:
        file.write(f"#set page(width: 200pt, height: 200pt)\n#rotate({angle}deg, reflow: true)[Lead]")
    typst.compile("turned.typ", output="turned.pdf")
    with pdfplumber.open("turned.pdf") as document:
        page = document.pages[0]
        print(angle, "upright:", sorted({char["upright"] for char in page.chars}), "text:", page.extract_text().split(),
              "matrix:", [round(number, 3) + 0 for number in page.chars[0]["matrix"][:4]])
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
0 upright: [True] text: ['Lead'] matrix: [1.0, 0.0, 0.0, 1.0]
45 upright: [True] text: ['L', 'e', 'a', 'd'] matrix: [0.707, -0.707, 0.707, 0.707]
90 upright: [True] text: ['L', 'e', 'a', 'd'] matrix: [0.0, -1.0, 1.0, 0.0]
180 upright: [True] text: ['daeL'] matrix: [-1.0, 0.0, 0.0, -1.0]
270 upright: [True] text: ['d', 'a', 'e', 'L'] matrix: [0.0, 1.0, -1.0, 0.0]
SEEN
