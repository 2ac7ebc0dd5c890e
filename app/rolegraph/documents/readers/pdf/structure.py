"""The tags of a PDF: its structure tree (ISO 32000-1, 14.7 and 14.8).

pdfplumber has one of its own, and leaves out what holds no text: with an empty cell the letters
of a row would move to other roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rolegraph.documents.readers.office.package import fault

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

_DEEPEST = 100
_MOST_NAMES = 8
"""So many times a name of a tag may stand for another one."""
_NUMBERED = frozenset({"Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of the content of a page: the page, from 1, and the number of the mark."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """A tag with what it holds.

    Attributes:
        tag: its standard name, such as `H1`.
        parts: elements and marks, in order.
        columns, rows: over how many a cell goes.
        is_numbered: whether a list is.
        text: what the file says its content reads as; None where that is what it shows.
    """

    tag: str
    parts: list[Element | Mark] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    is_numbered: bool = False
    text: str | None = None

    def marks(self) -> Iterator[Mark]:
        """Yield the marks in it and below it, in order."""
        for part in self.parts:
            if isinstance(part, Mark):
                yield part
            else:
                yield from part.marks()

    def all(self) -> Iterator[Element]:
        """Yield it and the elements below it, in order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.all()


def structure_of(pdf: PDF, shown_as: str) -> Element | None:
    """Return the structure tree of a file; None where it has none.

    Raises:
        MalformedDocument: it nests too deeply.
    """
    root = _plain(pdf.doc.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        return None
    return _Walk(pdf, root, shown_as).tree()


class _Walk:
    def __init__(self, pdf: PDF, root: dict[str, Any], shown_as: str) -> None:
        self._root, self._shown_as = root, shown_as
        self._pages = {page.page_obj.pageid: page.page_number for page in pdf.pages}
        names = _plain(root.get("RoleMap"))
        self._names: Mapping[str, Any] = names if isinstance(names, dict) else {}
        self._seen: set[int] = set()

    def tree(self) -> Element:
        element = Element("Document")
        self._add(element, self._root.get("K"), None, 0)
        return element

    def _add(self, element: Element, kids: Any, page: int | None, depth: int) -> None:
        """Add what stands below an element to it."""
        if depth > _DEEPEST:
            raise fault(self._shown_as, f"More than {_DEEPEST} tags stand in each other.")
        number = getattr(kids, "objid", None)
        kid = _plain(kids)
        if isinstance(kid, list):
            for each in kid:
                self._add(element, each, page, depth + 1)
        elif isinstance(kid, int):
            if page is not None:
                element.parts.append(Mark(page, kid))
        elif isinstance(kid, dict):
            own = self._pages.get(getattr(kid.get("Pg"), "objid", None), page)
            if "MCID" in kid:
                self._add(element, kid["MCID"], own, depth + 1)
            elif "S" in kid and number not in self._seen:
                if number is not None:
                    self._seen.add(number)  # a tree that holds itself would have no end
                child = self._element(kid)
                element.parts.append(child)
                self._add(child, kid.get("K"), own, depth + 1)

    def _element(self, kid: Mapping[str, Any]) -> Element:
        element = Element(self._standard(_name(kid["S"])), text=_text(kid.get("ActualText")))
        attributes = _plain(kid.get("A"))
        for each in attributes if isinstance(attributes, list) else [attributes]:
            said = _plain(each)
            if isinstance(said, dict):
                element.columns = _count(said.get("ColSpan"), element.columns)
                element.rows = _count(said.get("RowSpan"), element.rows)
                element.is_numbered |= _name(said.get("ListNumbering")) in _NUMBERED
        return element

    def _standard(self, name: str) -> str:
        for _ in range(_MOST_NAMES):
            other = _name(_plain(self._names.get(name)))
            if not other or other == name:
                break
            name = other
        return name


def _plain(value: Any) -> Any:
    """Return what a value of the file refers to."""
    from pdfminer.pdftypes import resolve1

    return resolve1(value)


def _name(value: Any) -> str:
    """Return a name of the file as a text; "" for what is none."""
    name = getattr(_plain(value), "name", "")
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)


def _text(value: Any) -> str | None:
    from pdfminer.utils import decode_text

    found = _plain(value)
    return decode_text(found) if isinstance(found, bytes) else None


def _count(value: Any, usual: int) -> int:
    from rolegraph.documents.readers.grid import spanned

    number = _plain(value)
    return spanned(str(number)) if isinstance(number, int) else usual
