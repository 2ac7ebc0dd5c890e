"""The results of a state from those of the state before, at a cost that follows the patch.

What a patch brings is what the guard would find in it; what it takes away is what the guard would
find in the patch that leads back.
"""

from __future__ import annotations

from collections.abc import Mapping

from rolegraph.rdf.patch import Patch
from rolegraph.shacl.evaluation.states.state import Present, State, changed
from rolegraph.shacl.guard.affected import TooMany
from rolegraph.shacl.guard.rules import CompiledRules, Identity, identity
from rolegraph.shacl.results import ValidationResult
from rolegraph.store.protocol import Store

Results = Mapping[Identity, ValidationResult]

_MOST = 20_000
"""Pairs of shape and focus node from which on validating everything costs less."""


def followed(rules: CompiledRules, store: Store, known: Results, patch: Patch) -> Results | None:
    """Return what is wrong in the present state of a store.

    Args:
        rules: the shapes; the same in both states.
        store: the store, which has taken the patch; it must not change meanwhile.
        known: what was wrong in the state before the patch.
        patch: leads from that state to the present one, exactly.

    Returns:
        The results, or None where only validating everything can tell.
    """
    index = rules.index
    if index is None or index.opaque:
        return None
    present = Present(store)
    after, before = State(present), State(present, patch.added, patch.removed)
    either = State(present, (), patch.removed)
    removed, added = changed(patch, before, after)
    try:
        worse = index.affected(after, either, (removed, added), _MOST)
        better = index.affected(before, either, (added, removed), _MOST)
    except TooMany:
        return None
    came = rules.results(worse, after)
    lost = rules.results(better, before)
    kept = {identity(result) for result in rules.known(better, lost, after)} if lost else set()
    gone = {identity(result) for result in lost} - kept
    results = {key: result for key, result in known.items() if key not in gone}
    return results | {identity(result): result for result in came}
