"""The texts of the updates that write to a remote store."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.terms import Literal, Quad
from rolegraph.store.remote.log import names
from rolegraph.store.remote.log.names import commit_iri, in_log, part_iri

PART, PACKED_PART = 32_000, 256_000
"""Characters, or bytes, of a patch in one literal."""
_PACKING = 3
"""A third more bytes than by 6, in less than half of the time."""
TEXTS = frozenset({f"{RDF}langString", f"{XSD}string"})
_FOUND = TEXTS | frozenset(
    XSD + name for name in ("boolean", "date", "dateTime", "decimal", "double", "integer")
)
LOCK = (
    f"DELETE DATA {{ {in_log(f'{names.HEAD} {names.LOCK} 1 .')} }} ;\n"
    f"INSERT DATA {{ {in_log(f'{names.HEAD} {names.LOCK} 1 .')} }} ;\n"
)


class Staged:
    """A commit as triples of the log.

    Args:
        commit: its UUID.
        headers: the headers of its journal entry.
        body: the lines of its patch.
    """

    def __init__(self, commit: str, headers: Mapping[str, str], body: bytes) -> None:
        parts = parts_of(body)
        self.commit = commit
        self.entry = entry_of(commit, headers, len(parts))
        self.texts = [part_of(commit, number, text) for number, text in enumerate(parts)]
        self.mark = (
            f"{commit_iri(commit)} {names.STAGED} {literal(datetime.now(UTC).isoformat())} ."
        )

    def published(self, revision: int) -> str:
        """Return the triple that makes it the commit of a revision."""
        return f"{commit_iri(self.commit)} {names.COMMITTED} {revision} ."


def is_found(quad: Quad) -> bool:
    """Tell whether Virtuoso finds a quad in an operation that both deletes and inserts.

    There it does not find literals of datatypes that it does not know.
    """
    value = quad.object
    return not isinstance(value, Literal) or value.datatype.value in _FOUND


def modify(removed: str, added: str, where: str) -> str:
    """Return an operation that removes and adds what templates say where a pattern holds."""
    return f"DELETE {{ {removed} }}\nINSERT {{ {added} }}\nWHERE {{ {where} }}"


def delete(quads: str, where: str) -> str:
    """Return an operation that only removes."""
    return f"DELETE {{ {quads} }} WHERE {{ {where} }}"


def insert(quads: str, where: str) -> str:
    """Return an operation that only adds."""
    return f"INSERT {{ {quads} }} WHERE {{ {where} }}"


def head_at(revision: int, turn: str = "", *, settling: bool = False) -> str:
    """Return where the head stands, as a block of a template or a pattern.

    Args:
        revision: the revision.
        turn: a triple that must be there as well; none where empty.
        settling: whether it settles on that revision.
    """
    state = names.SETTLING if settling else names.REVISION
    return in_log(f"{names.HEAD} {state} {revision} . {turn}")


def entry_of(commit: str, headers: Mapping[str, str], parts: int) -> str:
    """Return the triples of a commit but for its patch."""
    said = literal(_ascii(json.dumps(dict(headers))))
    return f"{commit_iri(commit)} {names.HEADERS} {said} ; {names.PARTS} {parts} ."


def part_of(commit: str, number: int, text: str) -> str:
    """Return the triple of a part of its patch."""
    return f"{part_iri(commit, number)} {names.TEXT} {literal(text)} ."


def parts_of(body: bytes) -> list[str]:
    """Return the lines of a patch in parts, each as the inside of a JSON string."""
    text = body.decode()
    return [_ascii(text[start : start + PART]) for start in range(0, len(text), PART)]


def packed_parts_of(lines: bytes) -> list[bytes]:
    """Return the lines of a patch in parts, to be packed."""
    return [lines[at : at + PACKED_PART] for at in range(0, len(lines), PACKED_PART)]


def packed_part_of(commit: str, number: int, part: bytes) -> str:
    """Return the triple of a part of a patch that is packed."""
    packed = base64.b64encode(zlib.compress(part, _PACKING)).decode()
    return f"{part_iri(commit, number)} {names.PACKED} {literal(packed)} ."


def text_of(predicate: str, value: str) -> bytes:
    """Return the part of a patch that a triple of the log has.

    Args:
        predicate: `names.TEXT` or `names.PACKED`.
        value: its literal.
    """
    if predicate == names.PACKED:
        return zlib.decompress(base64.b64decode(value))
    return str(json.loads(f'"{value}"')).encode()


def _ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def literal(text: str) -> str:
    """Return a string as it is written in SPARQL."""
    return str(Literal(text))
