"""A format of results is offered in one place and written, counted and described in others."""

from __future__ import annotations

from rolegraph.rdf.media import RESULT_FORMATS
from rolegraph.sparql import description, library_results
from rolegraph.store.workers.inside import answering, rows


def test_a_format_that_is_offered_is_known_wherever_results_are_made() -> None:
    """Whoever adds one to `rdf/media.py` learns here what else has to know it."""
    offered = {known.name for known in RESULT_FORMATS}

    assert offered == set(answering.RESULT_FORMATS), "written: store/workers/inside/answering.py"
    assert offered == set(rows._MARKS), "rows are counted in it: store/workers/inside/rows.py"
    assert offered == set(library_results.WRITERS), "named queries: sparql/library_results.py"
    assert offered <= set(description._FORMAT_NAMES), "it is described: sparql/description.py"
