"""OpenDocument files: opened within bounds, with what their styles say of texts."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.readers.office.package import check_size, fault, parse_xml

_NAMES = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE, TEXT, TABLE, DRAW, STYLE, SHOW, SVG = (
    _NAMES.format(each)
    for each in (
        *("office", "text", "table", "drawing", "style"),
        *("presentation", "svg-compatible"),
    )
)
FORMAT = _NAMES.format("xsl-fo-compatible")
_DEEPEST = 20
"""Styles that a style is based on, one on the other."""


class Styles:
    """The styles of a file, by family and name.

    Args:
        roots: the elements that hold them: of the file's text, and of its own styles.
    """

    def __init__(self, *roots: ET.Element) -> None:
        self._styles: dict[tuple[str, str], ET.Element] = {}
        self._lists: dict[str, ET.Element] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                key = (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", ""))
                self._styles[key] = style
            for style in root.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = style
        self.marks = cache(self._marks)

    def _based_on(self, name: str, family: str) -> list[ET.Element]:
        """Return a style and those that it is based on, the nearest first."""
        found: list[ET.Element] = []
        while (style := self._styles.get((family, name))) is not None and len(found) < _DEEPEST:
            found.append(style)
            name = style.get(f"{STYLE}parent-style-name", "")
        return found

    def is_based_on(self, name: str, named: str) -> bool:
        """Tell whether a paragraph has a style of a program, or one that is based on it."""
        names = {
            name,
            *(each.get(f"{STYLE}name", "") for each in self._based_on(name, "paragraph")),
        }
        return named in names

    def _marks(self, name: str, family: str) -> frozenset[str]:
        """Return what a style means for a text: `strong`, `s`, `hidden`."""
        found: dict[str, bool] = {}
        for style in self._based_on(name, family):
            for each in style.iter(f"{STYLE}text-properties"):
                weight = each.get(f"{FORMAT}font-weight")
                line = each.get(f"{STYLE}text-line-through-style")
                shown = each.get(f"{TEXT}display")
                if weight is not None:
                    found.setdefault("strong", weight == "bold" or weight >= "600")
                if line is not None:
                    found.setdefault("s", line != "none")
                if shown is not None:
                    found.setdefault("hidden", shown == "none")
        return frozenset(mark for mark, is_set in found.items() if is_set)

    def is_numbered(self, name: str, depth: int) -> bool:
        """Tell whether the entries of a list have numbers at a depth."""
        style = self._lists.get(name)
        levels = style if style is not None else ()
        return any(
            each.tag == f"{TEXT}list-level-style-number"
            and each.get(f"{TEXT}level") == str(depth)
            and each.get(f"{STYLE}num-format")
            for each in levels
        )

    def property(self, name: str, family: str, key: str) -> str | None:
        """Return a property of a style itself, such as whether a sheet is shown."""
        style = self._styles.get((family, name))
        values = (each.get(key) for each in (style if style is not None else ()))
        return next((value for value in values if value is not None), None)


@dataclass(frozen=True)
class OpenDocument:
    """An OpenDocument file: the element with its content, and its styles."""

    body: ET.Element
    styles: Styles


def open_document(path: Path, shown_as: str, kind: str) -> OpenDocument:
    """Open a file, packed or flat (one file of XML).

    Args:
        path: the file.
        shown_as: its name for people.
        kind: `text`, `spreadsheet` or `presentation`.

    Raises:
        OSError: it cannot be opened.
        MalformedDocument: it is no such file, is encrypted, or too large.
    """
    names = {"text": "text", "spreadsheet": "sheet", "presentation": "presentation"}
    what = f"OpenDocument {names[kind]}"
    with path.open("rb") as file:
        is_flat = file.read(2) != b"PK"
    try:
        if is_flat:
            roots = [parse_xml(path.read_bytes(), shown_as)]
        else:
            check_size(path, shown_as)
            with zipfile.ZipFile(path) as package:
                if b"encryption-data" in _entry(package, "META-INF/manifest.xml"):
                    raise fault(shown_as, "The file is encrypted. Save it without a password.")
                parts = (package.read("content.xml"), _entry(package, "styles.xml"))
            roots = [parse_xml(part, shown_as) for part in parts if part]
    except (zipfile.BadZipFile, KeyError, RuntimeError) as error:
        raise fault(shown_as, f"This is no {what}: {error}.") from None
    body = roots[0].find(f"{OFFICE}body/{OFFICE}{kind}")
    if body is None:
        raise fault(shown_as, f"This is no {what}.")
    return OpenDocument(body, Styles(*reversed(roots)))


def _entry(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.namelist() else b""
