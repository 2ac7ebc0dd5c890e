"""Body and notes of a Word file in the form that mammoth reads: nothing in them may be lost.

Elements are those of ECMA-376, part 1, section 17. What mammoth does not know it leaves out with
all that is in it, and says so in a message.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Fallback"
_AROUND = frozenset(
    f"{W}{name}" for name in ("fldSimple", "bdo", "dir", "ruby", "rubyBase", "subDoc")
)
"""What stands around text, and says nothing else of it: fields, directions, glosses."""
_ASIDE = frozenset(f"{W}{name}" for name in ("fldData", "rubyPr", "rt", "bdoPr"))
"""What of these is no text of the document: how a gloss is drawn, and how a word is spoken."""
_IGNORED = re.compile(r"unrecognised element was ignored: \{?(?P<name>[\w:./-]+\}?\w+|[\w:]+)")
_MOST = 5


def as_mammoth_reads(path: Path) -> BinaryIO:
    """Open a Word file in the form in which mammoth reads all of its text.

    What stands around text (`w:fldSimple`, `w:bdo`, `w:ruby` and the like) is taken away, a
    carriage return becomes a line break, and a text box that the file has in one form alone is
    there in the other as well.

    Raises:
        BadZipFile, KeyError, ParseError, OSError: it is no Word file, or cannot be read.
    """
    with zipfile.ZipFile(path) as package:
        parts = _parts(package)
        changed = {name for name, root in parts.items() if _unwrap(root)}
        if _double_text_boxes(parts[BODY]):
            changed.add(BODY)
        if not changed:
            return path.open("rb")
        copy = BytesIO()
        with zipfile.ZipFile(copy, "w") as written:
            for entry in package.infolist():
                name = entry.filename
                is_changed = name in changed
                written.writestr(
                    entry, ET.tostring(parts[name]) if is_changed else package.read(entry)
                )
    copy.seek(0)
    return copy


def _parts(package: zipfile.ZipFile) -> dict[str, ET.Element]:
    """Return the body of a file, and its notes where it has any, by their names in the file."""
    there = [BODY, *(name for name in _NOTES if name in package.namelist())]
    return {name: ET.fromstring(package.read(name)) for name in there}  # noqa: S314 - mammoth reads it too


def unread(path: Path, messages: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield a question for each element with text that mammoth left out.

    Args:
        path: the file.
        messages: what mammoth says of it.

    Returns:
        the line, which is the first, and the question.
    """
    names = {found["name"] for each in messages if (found := _IGNORED.search(each))}
    locals_ = {re.split(r"[:}]", name)[-1] for name in names}
    if not locals_:
        return
    with zipfile.ZipFile(path) as package:
        parts = _parts(package)
    for name in sorted(locals_):
        everything = (each for root in parts.values() for each in root.iter())
        elements = (each for each in everything if each.tag.rpartition("}")[2] == name)
        texts = list(dict.fromkeys(filter(None, map(_text, elements))))
        if texts:
            shown = ", ".join(f"“{each}”" for each in texts[:_MOST])
            more = f" and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
            yield (
                1,
                (
                    f"Word keeps {shown}{more} in a form that is not read ({name}). Write it as "
                    "ordinary text if it says something of a role."
                ),
            )


def _text(element: ET.Element) -> str:
    texts = (each.text or "" for each in element.iter() if each.tag in {f"{W}t", f"{_M}t"})
    return "".join(texts).strip()


def _unwrap(root: ET.Element) -> bool:
    """Take away what stands around text; tell whether there was any."""
    found = False
    for run in root.iter(f"{W}cr"):
        run.tag, found = f"{W}br", True
    for parent in list(root.iter()):
        while any(child.tag in _AROUND for child in parent):
            found = True
            inside = [
                each
                for child in parent
                for each in (child if child.tag in _AROUND else (child,))
                if each.tag not in _ASIDE
            ]
            parent[:] = inside
    return found


def _double_text_boxes(root: ET.Element) -> bool:
    """Give text boxes that are there in one form alone in the other as well; tell whether any are.

    Word writes a text box twice, for programs of today and for old ones (`mc:Fallback`), and
    mammoth reads the latter. Other programs leave that out, and the text was lost.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    lone = [each for each in root.iter(f"{W}txbxContent") if not _is_told(each, parents)]
    for box in lone:
        above = list(_above(box, parents))
        frame = next((each for each in above if each.tag == _ALTERNATE), None)
        run = next((each for each in above if each.tag == f"{W}r"), None)
        where = run if frame is None else ET.SubElement(frame, _FALLBACK)
        if where is not None:
            shape = ET.SubElement(ET.SubElement(where, f"{W}pict"), f"{_V}shape")
            ET.SubElement(shape, f"{_V}textbox").append(box)
    return bool(lone)


def _above(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> Iterator[ET.Element]:
    """Yield the elements around one, the nearest first."""
    while (found := parents.get(element)) is not None:
        yield found
        element = found


def _is_told(box: ET.Element, parents: dict[ET.Element, ET.Element]) -> bool:
    """Tell whether a text box stands in the form that mammoth reads, or beside one that does."""
    return any(
        each.tag == f"{_V}textbox" or (each.tag == _ALTERNATE and each.find(_FALLBACK) is not None)
        for each in _above(box, parents)
    )
