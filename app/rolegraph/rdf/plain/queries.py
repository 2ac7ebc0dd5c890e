"""What the text of a query says of how it may be answered, at a glance and looked at closely."""

from __future__ import annotations

import re

from rolegraph.rdf.sparql_terminals import Keywords

_FUNCTIONS = Keywords("NOW", "RAND", "UUID", "STRUUID")
SERVICE = Keywords("SERVICE")


def is_volatile(text: str) -> bool:
    """Tell whether a query uses a function that depends on the clock or on chance."""
    return not _FUNCTIONS.absent(text)


_DEPENDENT = re.compile(
    r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\x00-\x20]*>"  # an IRI without a scheme
    r"|\\[uU]"  # may stand for any of these
    r"|[UuIi][Rr][Ii]\s*\("  # the function, which resolves as well
)


def depends_on_base(text: str) -> bool:
    """Tell whether a text may say something else under another base IRI.

    What stands in strings and comments counts as well: the answer may be yes without need.
    """
    return _DEPENDENT.search(text) is not None


def is_ordinary(text: str, lowered: str | None = None) -> bool:
    """Tell at a glance that a query is neither volatile nor depends on the base nor asks services.

    That is looked for by letters alone, which takes a microsecond. False says nothing.

    Args:
        text: the query.
        lowered: the same in lower case, where that is at hand.
    """
    if lowered is None:
        lowered = text.lower()
    return not (
        "\\" in text
        or "now" in lowered
        or "rand" in lowered
        or "uuid" in lowered
        or "service" in lowered
        or "iri" in lowered
        or "uri" in lowered
    ) and text.count("<") == text.count("<http://") + text.count("<https://")


def is_plain(text: str) -> bool:
    """Tell at a glance that a query is ordinary, speaks of no graphs and is run as it is written.

    False says nothing.
    """
    lowered = text.lower()
    return not (
        "graph" in lowered or "from" in lowered or "*" in text or "group_concat" in lowered
    ) and is_ordinary(text, lowered)


def brackets_in(text: str) -> int:
    """Return how many brackets a query has; it cannot nest deeper."""
    return text.count("{") + text.count("(") + text.count("[") + text.count("<<")
