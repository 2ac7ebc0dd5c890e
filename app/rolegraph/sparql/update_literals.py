"""The literals that an update writes, judged before an engine sees them.

The engine takes `"300"^^xsd:byte` for the integer 300 as soon as it reads it, so what comes out of
an evaluation tells nothing of it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from rolegraph.rdf.sparql_tokens import SparqlToken, tokens
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.sparql.update_operations import DataOperation, ModifyOperation, Operation
from rolegraph.store.files.fidelity import require_value

_TYPED = "^^"
_LONG = 3
"""Quotes around a long string."""


def require_values(operations: Iterable[Operation]) -> None:
    """Go on only if the literals that operations add or remove have the values they seem to have.

    What a WHERE compares with is left to the engine, and what expressions compute as well.

    Raises:
        IllTyped: the engine would make a value of one that has none.
    """
    for operation in operations:
        for literal in _written(operation):
            require_value(literal)


def _written(operation: Operation) -> Iterator[Literal]:
    if isinstance(operation, DataOperation):
        blocks = [operation.quads]
    elif isinstance(operation, ModifyOperation):
        blocks = [block for block in (operation.delete, operation.insert) if block]
    else:
        return
    for block in blocks:
        if _TYPED in block:
            yield from _typed(list(tokens(block)), _prefixes(operation.prologue))


def _typed(found: list[SparqlToken], prefixes: dict[str, str]) -> Iterator[Literal]:
    for text, one, two, datatype in zip(found, found[1:], found[2:], found[3:], strict=False):
        if text.kind == "string" and one.text + two.text == _TYPED:
            iri = _iri(datatype, prefixes)
            if iri is not None:
                yield Literal(_content(text.text), datatype=NamedNode(iri))


def _prefixes(prologue: str) -> dict[str, str]:
    return {
        name.text: iri.text[1:-1]
        for name, iri in pairwise(tokens(prologue))
        if name.kind == "name" and iri.kind == "iri"
    }


def _iri(token: SparqlToken, prefixes: dict[str, str]) -> str | None:
    """Return the IRI of a datatype; None for a relative one, which is none of XML Schema."""
    if token.kind == "iri":
        return token.text[1:-1] if ":" in token.text else None
    prefix, _, local = token.text.partition(":")
    namespace = prefixes.get(f"{prefix}:")
    return None if namespace is None or ":" not in namespace else namespace + local


def _content(written: str) -> str:
    """Return what stands between the quotes. Escapes stay: no number or date has any."""
    quotes = _LONG if written[:_LONG] == written[0] * _LONG and len(written) > _LONG else 1
    return written[quotes:-quotes]
