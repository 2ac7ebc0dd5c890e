"""Rows of a named question as JSON, straight from the lines that a query worker wrote.

A large answer has 30,000 rows, and most cells say what other cells say too. Here each different
cell is read once, and becomes JSON once. Rows are taken column by column, which Python does fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from msgspec import json

from rolegraph.rdf.results import DistinctRows, term_of
from rolegraph.rdf.terms import Literal
from rolegraph.sparql.library_results import LABEL, plain_term

_TEXT = re.compile(rb'("[^"\\\x00-\x1f]*")(?:@[A-Za-z0-9-]+)?')
"""A text of TSV that JSON writes the same way, and its language."""
_WHOLE = re.compile(rb"-?(?:0|[1-9][0-9]*)")
_NOTHING = b"null"
C = TypeVar("C", bound=Hashable)


def json_rows(
    columns: Sequence[str], rows: DistinctRows, address: Callable[[str], str | None]
) -> bytes:
    """Return what `plain_rows` gives for the rows, as a JSON array.

    Args:
        columns: names of the columns.
        rows: the rows, as a worker wrote them.
        address: gives the address under which a thing is served, or None for other IRIs.
    """
    if not rows:
        return b"[]"
    cells = list(zip(*(line.split(b"\t") for line in rows.lines), strict=True))
    named = dict(zip(rows.variables, cells, strict=True))
    nothing = (b"",) * len(rows)

    def link(cell: bytes, label: bytes) -> bytes:
        if not _is_iri(cell):
            return _literal(cell)
        # No IRI has a sign that JSON would escape.
        iri, more = cell[1:-1], b""
        if plain := _TEXT.fullmatch(label):
            more = b',"label":' + plain[1]
        elif label and isinstance(term := term_of(label), Literal):
            more = b',"label":' + json.encode(term.value)
        if href := address(iri.decode()):
            more += b',"href":' + json.encode(href)
        return b'{"id":"%b"%b}' % (iri, more)

    written = []
    for name in columns:
        column = named.get(name, nothing)
        if any(map(_is_iri, column)):
            labels = named.get(name + LABEL, nothing)
            written.append(_each(zip(column, labels, strict=True), lambda pair: link(*pair)))
        else:
            written.append(_each(column, _literal))
    form = b"{%b}" % b",".join(json.encode(name) + b":%b" for name in columns)
    return b"[%b]" % b",".join([form % row for row in zip(*written, strict=True)])


def _each(cells: Iterable[C], write: Callable[[C], bytes]) -> list[bytes]:
    """Return what each cell becomes; equal ones are written once."""
    known: dict[C, bytes] = {}
    return [known.get(cell) or known.setdefault(cell, write(cell)) for cell in cells]


def _is_iri(cell: bytes) -> bool:
    return cell[:1] == b"<" and cell[:2] != b"<<"


def _literal(cell: bytes) -> bytes:
    if plain := _TEXT.fullmatch(cell):
        return plain[1]
    if _WHOLE.fullmatch(cell):
        return cell
    return json.encode(plain_term(term_of(cell))) if cell else _NOTHING
