#!/usr/bin/env bash
# pdfplumber: the structure tree of a tagged PDF lacks the empty cells of tables, so others stand in their place.
#
# Versions: pdfplumber 0.11.10; the file is made by typst 0.15.2, and pypdf 6.4.0 shows what is in it.
# Expected: PDF (ISO 32000-1, 14.8.4.3.4, Table structure elements): a row (TR) has a cell (TH or TD) for each column,
#   and an empty cell is an element without content. The documentation calls structure_tree the logical structure of
#   the page or document.
# Seen: elements without content are left out. In a table of tasks and who leads them, a mark under Clerk is the second
#   cell of its row, as one under Lead is, and nothing shows that a cell is missing, as all rows are equally short. The
#   headings that a cell names by id are the only trace. No error. A table without empty cells (the control) is whole.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  pdfplumber==0.11.10 typst==0.15.2 pypdf==6.4.0
cd "$folder"
cat > finding.py <<'PYTHON'
import pdfplumber
import pypdf
import typst

ROWS = {"with empty cells": "[Check], [R], [], [Sign], [], [A]", "full": "[Check], [R], [no], [Sign], [no], [A]"}


def cells(element):
    """How many cells each row of the file has, by the tree in the file itself."""
    children = element.get("/K", [])
    children = [each.get_object() for each in (children if isinstance(children, list) else [children])]
    children = [each for each in children if isinstance(each, dict) and "/S" in each]
    found = [len(children)] if element.get("/S") == "/TR" else []
    return found + [number for each in children for number in cells(each)]


def rows(elements, texts):
    """The texts of each row by pdfplumber."""
    for element in elements:
        if element["type"] == "TR":
            yield ["".join(texts.get(mark, "") for mark in cell.get("mcids", [])) for cell in element["children"]]
        yield from rows(element.get("children", []), texts)


for name, body in ROWS.items():
    with open("table.typ", "w") as file:
        file.write(f"#table(columns: 3, table.header([Task], [Lead], [Clerk]), {body})")
    typst.compile("table.typ", output="table.pdf")
    print(name, "cells a row in the file:", cells(pypdf.PdfReader("table.pdf").trailer["/Root"]["/StructTreeRoot"]))
    with pdfplumber.open("table.pdf") as document:
        page, texts = document.pages[0], {}
        for char in page.chars:
            texts[char["mcid"]] = texts.get(char["mcid"], "") + char["text"]
        for row in rows(page.structure_tree, texts):
            print("  pdfplumber:", row)
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
with empty cells cells a row in the file: [3, 3, 3]
  pdfplumber: ['Task', 'Lead', 'Clerk']
  pdfplumber: ['Check', 'R']
  pdfplumber: ['Sign', 'A']
full cells a row in the file: [3, 3, 3]
  pdfplumber: ['Task', 'Lead', 'Clerk']
  pdfplumber: ['Check', 'R', 'no']
  pdfplumber: ['Sign', 'no', 'A']
SEEN
