"""Lines of a patch as blocks of SPARQL, most of them without a parser.

A line of N-Quads is a triple as SPARQL has it, and a graph behind it. So of plain lines the text is
taken as it is: making a quad of each takes longer than the engine needs to store it. Lines with
what only a parser can tell apart (blank nodes, triple terms, escapes by number, no graph) are
parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from rolegraph.rdf.namespaces import DEFAULT_GRAPH, XSD
from rolegraph.rdf.terms import Literal, RdfFormat, Term, parse
from rolegraph.store.files.fidelity import may_change
from rolegraph.store.files.pieces import whole_lines
from rolegraph.store.remote.log.templates import TEXTS, delete, insert
from rolegraph.store.remote.log.terms import as_kept, group

_ODD = (b"_:", b"<<", b"\\u", b"\\U")
_LINE = re.compile(r"(<[^>]*> <[^>]*> .+) (<[^> ]*>) \.")
_NO_GRAPH = re.compile(
    rb'^<[^>]*> <[^>]*> (?:<[^>]*>|"[^"\\]*(?:\\.[^"\\]*)*"(?:\^\^<[^>]*>|@[^ ]+)?) \.$',
    re.MULTILINE,
)
_NO_OBJECT = re.compile(rb"^<[^>]*> <[^>]*> \.$", re.MULTILINE)
_END = re.compile(rb' (<[^<>" ]*>) \.\n')
_TYPED = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*"\^\^<[^>]*>)(?: <[^> ]*>)? \.$', re.MULTILINE)
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|<([^<>"]*[/#])([A-Za-z][A-Za-z0-9_-]*)>')
_PLAIN_TYPES = tuple(f"^^<{name}>" for name in TEXTS)
_PLAIN = re.compile(
    rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{XSD}integer>|"(?:true|false)"\^\^<{XSD}boolean>'
)
"""Values that every engine takes: integers of 64 bits and booleans, in canonical form."""

_AT_ONCE = 1000
"""Quads in one operation of a long request; Oxigraph takes longer for each where there are more."""


def check(lines: bytes) -> None:
    """Go on only if a remote store can have the quads of some lines of N-Quads.

    Raises:
        InputError: one has a triple term.
        ForbiddenOperation: one is in the graph that stands for the default graph.
    """
    if _is_odd(lines) or DEFAULT_GRAPH.encode() in lines:
        for quad in parse(lines, format=RdfFormat.N_QUADS):
            as_kept(quad)


def values(lines: bytes) -> set[str]:
    """Return the literals in some lines of N-Quads that an engine may not take."""
    if not may_change(lines):  # then all with a datatype are of `_PLAIN`
        return set()
    if _is_odd(lines):
        return unusual(quad.object for quad in parse(lines, format=RdfFormat.N_QUADS))
    # Most lines have no datatype, and the search for one behind a text takes long.
    some = b"\n".join([line for line in lines.split(b"\n") if b"^^<" in line]).decode()
    return {value for value in set(_TYPED.findall(some)) if not _is_plain(value)}


def unusual(objects: Iterable[Term]) -> set[str]:
    """Return those of some terms that are literals which an engine may not take."""
    literals = (one for one in objects if isinstance(one, Literal))
    typed = (str(one) for one in literals if one.datatype.value not in TEXTS)
    return {value for value in typed if not _is_plain(value)}


def _is_plain(value: str) -> bool:
    return value.endswith(_PLAIN_TYPES) or _PLAIN.fullmatch(value) is not None


def _is_odd(lines: bytes) -> bool:
    return any(mark in lines for mark in _ODD)


def block(lines: bytes) -> str:
    """Return lines of N-Quads, in the form in which a remote store has them, as blocks of GRAPH."""
    if not _is_odd(lines):
        found = [_LINE.fullmatch(line) for line in lines.decode().split("\n")[:-1]]
        if None not in found:
            pairs = (one.group(2, 1) for one in found if one is not None)
            return "\n".join(
                f"GRAPH {graph} {{\n" + " .\n".join(triple for _, triple in members) + " .\n}"
                for graph, members in groupby(pairs, key=lambda pair: pair[0])
            )
    return group(map(as_kept, parse(lines, format=RdfFormat.N_QUADS)))


def by_graph(lines: bytes, *, plain: bool = False) -> Iterator[tuple[bytes, bytes]]:
    """Yield the graphs of some lines of N-Quads, each with its triples as lines of N-Triples.

    Both are in the form in which a remote store has them.

    Args:
        lines: the lines.
        plain: whether they are known to be in that form, each with a graph.
    """
    odd = not plain and (b"_:" in lines or b"<<" in lines)
    # Mostly all are in one graph.
    end = _END.fullmatch(lines, max(lines.rfind(b" <"), 0))
    if not odd and end is not None and lines.count(end[0]) == lines.count(b"\n"):
        triples = lines.replace(end[0], b" .\n")
        if plain or _NO_OBJECT.search(triples) is None:
            yield end[1], triples
            return
    if odd or (not plain and _NO_GRAPH.search(lines) is not None):
        kept = map(as_kept, parse(lines, format=RdfFormat.N_QUADS))
        lines = "".join(
            f"{one.subject} {one.predicate} {one.object} {one.graph_name} .\n" for one in kept
        ).encode()
    found: dict[bytes, list[bytes]] = {}
    for line in lines.split(b"\n")[:-1]:
        triple, _, graph = line[:-2].rpartition(b" ")
        found.setdefault(graph, []).append(triple)
    for graph, members in found.items():
        yield graph, b" .\n".join(members) + b" .\n"


def abbreviated(block: str) -> tuple[str, str]:
    """Return the prefixes of a block and the block by them.

    An engine in Java takes apart and checks each IRI that is written out; of all that Fuseki does
    with such an update that was a quarter.
    """
    prefixes: dict[str, str] = {}

    def shorter(found: re.Match[str]) -> str:
        if found[1] is None:  # a literal
            return found[0]
        return prefixes.setdefault(found[1], f"n{len(prefixes)}:") + found[2]

    short = _NAME.sub(shorter, block)
    return "".join(f"PREFIX {name} <{iri}>\n" for iri, name in prefixes.items()), short


def added(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a patch, which only adds, without their marks."""
    for lines in whole_lines(parts):
        yield (b"\n" + lines).replace(b"\nA ", b"\n")[1:]


def marked(parts: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the lines of a patch without their marks, in pieces.

    Args:
        parts: the lines, cut anywhere.
        size: lines that a piece may have.

    Yields:
        The mark, `A` or `D`, and lines of N-Quads.
    """
    lines = chain.from_iterable(text.split(b"\n") for text in whole_lines(parts))
    for mark, some in groupby(filter(None, lines), key=lambda line: line[:1]):
        piece = []
        for line in some:
            piece.append(line[2:])
            if len(piece) == size:
                yield mark, b"\n".join(piece) + b"\n"
                piece = []
        if piece:
            yield mark, b"\n".join(piece) + b"\n"


def operations(parts: Iterable[bytes], where: str) -> Iterator[str]:
    """Yield the operations that write the lines of a patch where a pattern holds."""
    for mark, lines in marked(parts, _AT_ONCE):
        form = delete if mark == b"D" else insert
        prefixes, quads = abbreviated(block(lines))
        yield f"{prefixes}{form(quads, where)} ;\n"
