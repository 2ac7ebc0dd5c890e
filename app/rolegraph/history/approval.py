"""The status `approved` comes from a review: what a change may call approved.

A review is a `rg:Review` whose outcome is `approved` or `accepted`. It stands in the catalogue
already, or comes with the same change. A proposal that was approved counts as one. A catalogue can
leave this out: `[proposals] approved = "anyone"` in its `rolegraph.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.errors import Refused
from rolegraph.folder.description import description_of
from rolegraph.rdf.namespaces import ONTOLOGY, SHAPES, SKOS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Subject
from rolegraph.shacl.findings import VIOLATION, Finding
from rolegraph.store.embedded import EmbeddedStore

RULE = "approved-by-review"
_STATUS, _REVIEWS, _OUTCOME = (
    NamedNode(ONTOLOGY + name) for name in ("status", "reviews", "reviewOutcome")
)
_LABEL = NamedNode(SKOS + "prefLabel")
_APPROVED = Literal("approved")
_GOOD = ("approved", "accepted")


def require_review(patch: Patch, store: EmbeddedStore) -> None:
    """Go on only if all that a change newly calls approved has a review behind it.

    Args:
        patch: the change, exact.
        store: the state before it.

    Raises:
        Refused: it has none; has a finding for each thing, and the patch.
    """
    if not patch.may_add(_STATUS.value):
        return
    called = {
        quad.subject: None
        for quad in patch.added
        if quad.predicate == _STATUS and quad.object == _APPROVED
    }
    fresh = [thing for thing in called if not any(store.match(thing, _STATUS, _APPROVED))]
    if not fresh:
        return
    about = description_of(store)
    if about is None or about.proposals.approved == "anyone":
        return
    findings = [
        _finding(patch, store, thing) for thing in fresh if not _is_reviewed(patch, store, thing)
    ]
    if not findings:
        return
    findings.sort(key=lambda one: (one.focus_label or "", one.focus or ""))
    number = len(findings)
    raise Refused(
        f"The change was not stored: it calls {number} {'thing' if number == 1 else 'things'} "
        f"approved without a review. The first: {findings[0].message}",
        findings,
        patch,
    )


def _is_reviewed(patch: Patch, store: EmbeddedStore, thing: Subject) -> bool:
    reviews = [
        quad.subject for quad in _after(patch, store, predicate=_REVIEWS) if quad.object == thing
    ]
    return any(
        isinstance(quad.object, Literal) and quad.object.value in _GOOD
        for review in reviews
        for quad in _after(patch, store, review, _OUTCOME)
    )


def _after(
    patch: Patch,
    store: EmbeddedStore,
    subject: Subject | None = None,
    predicate: NamedNode | None = None,
) -> Iterable[Quad]:
    """Yield what the state after the change says."""
    for quad in store.match(subject, predicate):
        if quad not in patch.removed:
            yield quad
    for quad in patch.added:
        if quad.predicate == predicate and subject in (None, quad.subject):
            yield quad


def _finding(patch: Patch, store: EmbeddedStore, thing: Subject) -> Finding:
    labels = [quad.object for quad in _after(patch, store, thing, _LABEL)]
    label = next((one.value for one in labels if isinstance(one, Literal)), None)
    focus = thing.value if isinstance(thing, NamedNode) else str(thing)
    return Finding(
        severity=VIOLATION,
        rule=RULE,
        rule_iri=SHAPES + RULE,
        focus=focus,
        focus_label=label,
        path=_STATUS.value,
        value=_APPROVED.value,
        message=f"“{label or focus}” may be called approved once a review says so. Propose the "
        "change and have somebody else approve it, or write a review of it with the outcome "
        "approved.",
        check="approval",
    )
