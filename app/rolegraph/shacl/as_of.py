"""The day that `NOW()` stands for in shapes.

A rule about age finds more as time goes by. `ROLEGRAPH_AS_OF` names the day that it is to be judged
as of: a report of last quarter, what will be due in spring, a test that says the same every year.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SH, XSD
from rolegraph.rdf.quad_source import QuadSource
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import Literal, NamedNode, Quad

VARIABLE = "ROLEGRAPH_AS_OF"
_QUERIES = frozenset({SH + "select", SH + "ask"})
_EMPTY = re.compile(r"\s*\(\s*\)")
_FORM = re.compile(r"\d{4}-\d\d-\d\d")


def day_of_rules() -> date | None:
    """Return the day that rules are judged as of, or None for the present.

    Raises:
        ConfigurationError: what is set is no day.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        if _FORM.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ConfigurationError(f"{VARIABLE} is {text!r}, which is no day; write it as 2026-11-29.")


def judged_as_of(quads: Iterable[Quad], day: date | None) -> Iterator[Quad]:
    """Yield shapes with that day, at midnight UTC, in place of `NOW()` in their queries."""
    if day is None:
        yield from quads
        return
    for quad in quads:
        value = quad.object
        if quad.predicate.value in _QUERIES and isinstance(value, Literal):
            text = Literal(_dated(value.value, day), datatype=value.datatype)
            yield Quad(quad.subject, quad.predicate, text, quad.graph_name)
        else:
            yield quad


def day_that_counts(store: QuadSource) -> date | None:
    """Return the day that what shapes find depends on; None where no query of theirs asks for it.

    Args:
        store: holds the shapes.

    Raises:
        ConfigurationError: what is set is no day.
    """
    texts = (
        quad.object.value
        for predicate in _QUERIES
        for quad in store.match(None, NamedNode(predicate))
        if isinstance(quad.object, Literal)
    )
    if any("NOW" in text.upper() for text in texts):
        return day_of_rules() or datetime.now(UTC).date()
    return None


def _dated(query: str, day: date) -> str:
    """Return a query with a moment in place of `NOW()`; a text that is no SPARQL stays as it is."""
    moment = f'"{day.isoformat()}T00:00:00Z"^^<{XSD}dateTime>'
    parts, position = [], 0
    for token in tokens(query):
        empty = _EMPTY.match(query, token.end)
        if token.kind == "word" and token.text == "NOW" and empty:
            parts += [query[position : token.start], moment]
            position = empty.end()
    return "".join([*parts, query[position:]])
