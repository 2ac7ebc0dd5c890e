"""Named questions are answered by the query workers with what the store itself would answer."""

from __future__ import annotations

import httpx
import pytest

from rolegraph import resources
from rolegraph.sparql.library import NamedQuery, answer, load_library
from rolegraph.sparql.library_results import WRITERS
from rolegraph.store.embedded import EmbeddedStore

LIBRARY = load_library(resources.root() / "queries")
GIVEN = {
    "building": "model-development",
    "evaluating": "performance-measurement",
    "term": "persona",
    "tool": "maite",
}
"""Values of required parameters."""
ALSO = {"triples-not-in-the-source-text": {"status": "normalised"}}
"""Further ones: what follows from the rules is in the service alone, not in the store."""


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_a_question_is_answered_as_by_the_store(
    client: httpx.Client, shipped_store: EmbeddedStore, query: NamedQuery
) -> None:
    """Rows, their order and what nothing means must not depend on where a query runs."""
    required = [p.name for p in query.parameters if p.required]
    if not GIVEN.keys() >= set(required):
        pytest.skip("asks for a thing of its own; the tests of its answers give one")
    values = {name: GIVEN[name] for name in required} | ALSO.get(query.name, {})
    found = answer(query, values, shipped_store.select)
    given = client.get(f"/api/v1/queries/{query.name}", params={**values, "format": "csv"})

    assert WRITERS["csv"](query.columns, found.rows).decode() == given.text
    plain = client.get(f"/api/v1/queries/{query.name}", params=values).json()
    assert (len(found.rows), found.none) == (plain["total"], plain["none"])
