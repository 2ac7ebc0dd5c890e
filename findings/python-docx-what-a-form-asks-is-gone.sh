#!/usr/bin/env bash
# python-docx: a paragraph, a row or a name in a content control of a Word form is not there.
#
# Versions: python-docx 1.2.0; mammoth 1.13.0 and docx2python 3.7.1 (PyPI) as peers.
# Expected: ECMA-376 Part 1 (17.5.2, Structured Document Tags): a content control is laid round paragraphs, runs, rows
#   or cells, which stay parts of the document. python-docx (API, Document.paragraphs; Paragraph.text): the paragraphs
#   of the document in their order, and the text of a paragraph.
# Seen: what a content control holds is left out of document.paragraphs, iter_inner_content(), paragraph.text,
#   table.rows and row.cells, so "Owner: Board decides" is "Owner:  decides", and a table has the rows that nobody
#   could fill in. The same holds for runs in fldSimple. No error. The same content without the control is read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1
cd "$folder"
cat > finding.py <<'PYTHON'
import docx
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content):
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(content):
    return f"<w:p>{content}</w:p>"


def row(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(text):
    return f"<w:tc>{paragraph(run(text))}</w:tc>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


bodies = {
    "paragraph in a control": control(paragraph(run("Approves budgets"))) + paragraph(run("Signs")),
    "name in a control": paragraph(run("Owner: ") + control(run("Board")) + run(" decides")),
    "row in a control": table(row(cell("a"), cell("b")), control(row(cell("c"), cell("d")))) + paragraph(""),
    "cell in a control": table(row(cell("a"), control(cell("b")))) + paragraph(""),
    "name in a field": paragraph(run("Owner: ") + f'<w:fldSimple w:instr=" DOCPROPERTY Owner ">{run("Board")}</w:fldSimple>'),
    "name without a control": paragraph(run("Owner: ") + run("Board") + run(" decides")),
}
for name, content in bodies.items():
    document = docx.Document()
    body = document.element.body
    for child in list(parse_xml(f'<w:body xmlns:w="{WORD}">{content}</w:body>')):
        body.insert(len(body) - 1, child)
    document.save("form.docx")
    document = docx.Document("form.docx")
    inner = [each.text for each in document.iter_inner_content() if hasattr(each, "text")]
    print(name, [each.text for each in document.paragraphs], inner == [each.text for each in document.paragraphs],
          [[each.text for each in line.cells] for found in document.tables for line in found.rows])
    with open("form.docx", "rb") as file:
        print("   mammoth", mammoth.extract_raw_text(file).value.split("\n\n"))
    with docx2python("form.docx") as read:
        print("   docx2python", read.text.split("\n\n"))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
paragraph in a control ['Signs'] True []
   mammoth ['Approves budgets', 'Signs', '']
   docx2python ['Approves budgets', 'Signs']
name in a control ['Owner:  decides'] True []
   mammoth ['Owner: Board decides', '']
   docx2python ['Owner: Board decides']
row in a control [''] True [['a', 'b']]
   mammoth ['a', 'b', 'c', 'd', '', '']
   docx2python ['a', 'b', 'c', 'd', '']
cell in a control [''] True [['a']]
   mammoth ['a', 'b', '', '']
   docx2python ['a', 'b', '']
name in a field ['Owner: '] True []
   mammoth ['Owner: ', '']
   docx2python ['Owner: Board']
name without a control ['Owner: Board decides'] True []
   mammoth ['Owner: Board decides', '']
   docx2python ['Owner: Board decides']
SEEN
