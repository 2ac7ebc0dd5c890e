#!/usr/bin/env bash
# mammoth: "Owner: Board" of a Word file is "Owner: " where Board is a field, and lines run together.
#
# Versions: mammoth 1.13.0 (PyPI); docx2python 3.7.1 as peer.
# Expected: ECMA-376 Part 1 (17.16.19, fldSimple; 17.3.3.4, cr; 17.3.2.3 and 17.3.2.8, bdo and dir): the runs within a
#   simple field are its last result, which Word shows; cr is a line break; bdo and dir say in which direction the
#   text within them runs, and the text belongs to the paragraph.
# Seen: what stands in fldSimple, dir or bdo is not in the HTML nor in the raw text, and a line that ends with cr is
#   joined with the next one to one word. Fields are how Word fills in the owner, the number and the date of a
#   document from its properties. A message says that the element was ignored, not that a text went with it;
#   extract_raw_text joins the lines of br, too. A field written as fldChar, and br in HTML (the controls), are read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  mammoth==1.13.0 docx2python==3.7.1
cd "$folder"
cat > finding.py <<'PYTHON'
import zipfile

import mammoth
from docx2python import docx2python

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


paragraphs = {
    "fldSimple": run("Owner: ") + f'<w:fldSimple w:instr=" DOCPROPERTY Owner ">{run("Board")}</w:fldSimple>',
    "dir": run("Owner: ") + f'<w:dir w:val="ltr">{run("Board")}</w:dir>',
    "bdo": run("Owner: ") + f'<w:bdo w:val="ltr">{run("Board")}</w:bdo>',
    "cr": "<w:r><w:t>signs</w:t><w:cr/><w:t>checks</w:t></w:r>",
    "fldChar": run("Owner: ") + char("begin") + "<w:r><w:instrText> DOCPROPERTY Owner </w:instrText></w:r>" + char("separate") + run("Board") + char("end"),
    "br": "<w:r><w:t>signs</w:t><w:br/><w:t>checks</w:t></w:r>",
}
for name, content in paragraphs.items():
    with zipfile.ZipFile("role.docx", "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
                      f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{DOCUMENT}"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>')
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body><w:p>{content}</w:p></w:body></w:document>')
    with open("role.docx", "rb") as file:
        result = mammoth.convert_to_html(file)
        print(name, result.value, [message.message for message in result.messages], repr(mammoth.extract_raw_text(file).value))
    with docx2python("role.docx") as document:
        print(name, "docx2python", repr(document.text))
PYTHON
venv/bin/python -W ignore finding.py | tee seen.txt
diff seen.txt - <<'SEEN'
fldSimple <p>Owner: </p> ['An unrecognised element was ignored: w:fldSimple'] 'Owner: \n\n'
fldSimple docx2python 'Owner: Board'
dir <p>Owner: </p> ['An unrecognised element was ignored: w:dir'] 'Owner: \n\n'
dir docx2python 'Owner: Board'
bdo <p>Owner: </p> ['An unrecognised element was ignored: w:bdo'] 'Owner: \n\n'
bdo docx2python 'Owner: Board'
cr <p>signschecks</p> ['An unrecognised element was ignored: w:cr'] 'signschecks\n\n'
cr docx2python 'signschecks'
fldChar <p>Owner: Board</p> [] 'Owner: Board\n\n'
fldChar docx2python 'Owner: Board'
br <p>signs<br />checks</p> [] 'signschecks\n\n'
br docx2python 'signs\nchecks'
SEEN
