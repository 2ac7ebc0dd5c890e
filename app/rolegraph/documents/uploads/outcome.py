"""What changes with a document that is brought in, as a plan has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rolegraph.documents.curation.naming import KINDS
from rolegraph.documents.graph.described import Described

_THINGS = ("rg:Role", "rg:Persona", "rg:Tool", "rg:Activity", "rg:Workflow", "rg:Assignment")
_STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())


def drift(rule: str, message: str, line: int | None) -> dict[str, Any]:
    """Return a difference for people."""
    return {"what": rule.removeprefix("drift-"), "text": message, "line": line}


def counted(after: Described, before: Described, elsewhere: Iterable[str]) -> Mapping[str, int]:
    """Return how many things of which kind are new in the catalogue."""
    new: Counter[str] = Counter()
    there = {*before.present(*_THINGS, *_STATEMENTS), *elsewhere}
    for name in (*_THINGS, *_STATEMENTS):
        kind = "statement" if name in _STATEMENTS else name.partition(":")[2].lower()
        new[kind] += sum(iri not in there for iri in after.present(name))
    return {kind: number for kind, number in new.items() if number}


def gone(before: Described, after: Described) -> Iterator[str]:
    """Yield roles and statements that are no longer in force."""
    there = set(after.present("rg:Role", *_STATEMENTS))
    yield from (iri for iri in before.present("rg:Role", *_STATEMENTS) if iri not in there)
