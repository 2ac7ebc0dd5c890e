"""Decides by what files say which of them bring rules, and whether the shipped rules are needed."""

from __future__ import annotations

from rolegraph.checking.files.sources import DATA, SHAPES, Source
from rolegraph.rdf.namespaces import ROLES, SH


def choose_rules(sources: list[Source]) -> None:
    """Decide by what the files say whether the shipped rules are for them.

    Data that holds shapes brings its own, unless others were given. The shipped rules are for data
    in their own words alone.
    """
    own = [source for source in sources if not source.lent]
    if not any(SHAPES in source.parts for source in own):
        holding = [s for s in own if DATA in s.parts and _holds_shapes(s)]
        for source in holding:
            source.parts |= {SHAPES}
        if holding or not any(ROLES in source.text for source in own):
            sources[:] = own


def _holds_shapes(source: Source) -> bool:
    if SH not in source.text and '"sh"' not in source.text:
        return False
    aiming = source.triples.with_text(f" <{SH}target")
    return f"<{SH}NodeShape>" in source.triples.instances or any(
        quad.predicate.value.startswith(f"{SH}target") for quad in aiming
    )
