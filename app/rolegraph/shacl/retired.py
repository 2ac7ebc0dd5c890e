"""What is retired is there for the record: nobody is asked to complete it any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.results import ValidationResult

STATUS = NamedNode(ONTOLOGY + "status")
_RETIRED = Literal("retired")
_MISSING = frozenset({"MinCountConstraintComponent", "QualifiedMinCountConstraintComponent"})


def still_asked(
    results: Iterable[ValidationResult],
    statuses: Callable[[Collection[Term]], Iterable[tuple[Term, Term]]],
) -> list[ValidationResult]:
    """Return results without those that say what a retired thing lacks.

    Args:
        results: what is wrong.
        statuses: gives the statuses of some things, each with its thing.
    """
    results = list(results)
    lacking = {each.focus for each in results if each.component in _MISSING}
    if not lacking:
        return results
    retired = {thing for thing, status in statuses(lacking) if status == _RETIRED}
    return [e for e in results if e.component not in _MISSING or e.focus not in retired]
