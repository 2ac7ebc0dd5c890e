"""Whether a query may answer otherwise each time, though the dataset is the same.

These are the functions of SPARQL 1.1 that depend on the clock or on chance (17.4.2.12, 17.4.2.13,
17.4.4.5, 17.4.5.1). Such an answer is never kept.
"""

from __future__ import annotations

from rolegraph.rdf.sparql_terminals import Keywords

_FUNCTIONS = Keywords("NOW", "RAND", "UUID", "STRUUID")

NEVER_KEPT = {"Cache-Control": "no-store"}
"""Headers of such an answer."""


def is_volatile(text: str) -> bool:
    """Tell whether a query uses a function that depends on the clock or on chance."""
    return not _FUNCTIONS.absent(text)
