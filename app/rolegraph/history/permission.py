"""Whether a change may be stored: what it needs besides a token that may write, and its findings.

Rules are not content. Shapes and ontology say what a complete catalogue is, so only an
administrator changes them. A revert that would empty a large part of the catalogue is a mistake
more often than a wish, so only an administrator makes it. Both must be confirmed in so many words.
What tells of people is written only where only some may read it, and some graphs write themselves.
What is called approved has a review behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum

from rolegraph.access.identity import Identity, Right
from rolegraph.errors import ConfirmationNeeded, ForbiddenOperation, ParameterError, Refused
from rolegraph.folder.description import description_of
from rolegraph.rdf.namespaces import (
    CHANGES_GRAPH,
    INFERRED_GRAPH,
    KEPT_DOCUMENTS,
    LOG_GRAPH,
    ONTOLOGY,
    PEOPLE_GRAPHS,
    PREFIXES,
    PROPOSALS_GRAPH,
    RDF,
    SHAPES,
    SKOS,
    is_engine_mark,
    is_people_graph,
    is_rules_graph,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Subject
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.findings import VIOLATION, Finding
from rolegraph.shacl.guard.rules import NewFindings
from rolegraph.store.embedded import EmbeddedStore

_KEPT = 100
"""How many findings the change log keeps of a commit; their number is always kept."""


def require_sound(findings: NewFindings, mode: GuardMode, patch: Patch) -> None:
    """Go on only if the mode lets a change with new findings pass.

    Raises:
        Refused: there are violations, and the mode enforces the shapes.
    """
    number = findings.counts.get(VIOLATION, 0)
    if number and mode is GuardMode.ENFORCE:
        first = next(reported for reported in findings.reported if reported.severity == VIOLATION)
        raise Refused(
            f"The change was not stored: it brings {number} "
            f"{'violation' if number == 1 else 'violations'} of the shapes. "
            f"The first: {first.message}{f' {first.hint}' if first.hint else ''}",
            findings.reported,
            patch,
        )


def report(findings: NewFindings, mode: GuardMode) -> str:
    """Return what the change log keeps of a verdict, as JSON."""
    return json.dumps(
        {
            "mode": mode.value,
            "total": findings.total,
            "findings": [_brief(finding) for finding in findings.reported[:_KEPT]],
        },
        ensure_ascii=False,
    )


def _brief(finding: Finding) -> dict[str, str | None]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
    }


SHARE = 0.1
"""Share of the catalogue's statements that an editor's revert may remove at most …"""
FLOOR = 100
"""… where it removes more than so many: in a catalogue of ten statements each is a tenth."""


class Confirmation(StrEnum):
    """What the parameter `confirm` can say."""

    RULES = "rules"
    REMOVAL = "removal"

    @property
    def right(self) -> Right:
        """What it confirms."""
        return Right[self.name]


MEANING = {
    Confirmation.RULES: "the change touches shapes or ontology, which are the rules",
    Confirmation.REMOVAL: f"the revert removes more than {SHARE:.0%} of the catalogue, as "
    "taking back the first load does",
}
"""What each word says, for messages and for the reference."""

CONFIRM = "What is confirmed, as words separated by commas. " + " ".join(
    f"`{word}`: {said}." for word, said in MEANING.items()
)
"""The parameter `confirm` in words, for OpenAPI and for the options of commands."""


def confirmations(value: str | None) -> frozenset[Confirmation]:
    """Read the parameter `confirm`.

    Args:
        value: words separated by commas, or None.

    Raises:
        ParameterError: a word is not known.
    """
    words = [word.strip() for word in (value or "").split(",") if word.strip()]
    for word in words:
        if word not in set(Confirmation):
            known = " and ".join(Confirmation)
            raise ParameterError(f"confirm={word!r} is not known; the words are {known}.")
    return frozenset(map(Confirmation, words))


def touches_rules(patch: Patch) -> bool:
    """Tell whether a patch changes shapes or ontology."""
    return any(map(is_rules_graph, patch.graphs))


def empties(patch: Patch, store: EmbeddedStore) -> bool:
    """Tell whether a patch removes a large part (`SHARE`, `FLOOR`) of a store's catalogue.

    What a patch removes and adds again elsewhere counts as kept.
    """
    lost = _content(patch.removed) - _content(patch.added)
    if lost <= FLOOR:
        return False
    changes = NamedNode(CHANGES_GRAPH)
    content = _content(quad for quad in store.match() if quad.graph_name != changes)
    return lost > SHARE * content


def require_permission(
    author: Identity | str,
    needed: Iterable[Confirmation],
    confirmed: frozenset[Confirmation],
    *,
    dry_run: bool,
) -> None:
    """Go on only if an author may make a change that needs confirming.

    Args:
        author: who makes it; a name alone is somebody on this machine, who has the files anyway.
        needed: what must be confirmed.
        confirmed: what is.
        dry_run: whether nothing is to be stored; then nothing has to be confirmed.

    Raises:
        PermissionDenied: it is not for this author.
        ConfirmationNeeded: something is not confirmed.
    """
    needed = frozenset(needed)
    if isinstance(author, Identity):
        for word in sorted(needed):
            author.reaching(word.right.role, f"{MEANING[word].capitalize()}. Nothing was stored.")
    missing = sorted(needed - confirmed)
    if missing and not dry_run:
        said = "; ".join(f"{word}: {MEANING[word]}" for word in missing)
        raise ConfirmationNeeded(
            f"This must be confirmed ({said}). Nothing was stored. If it is meant, send it again "
            f"with the parameter confirm={','.join(missing)}; on the command line, with "
            f"--confirm {','.join(missing)}.",
            missing,
        )


def _content(quads: Iterable[Quad]) -> int:
    return sum(not _is_rule(quad) for quad in quads)


def _is_rule(quad: Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and is_rules_graph(graph.value)


MEMBERSHIPS = frozenset({ONTOLOGY + "Membership", PREFIXES["org"] + "Membership"})
"""The classes of things that say who holds which role."""
OF_MEMBERSHIPS = frozenset(
    ONTOLOGY + name
    for name in (
        *("hasMember", "memberName", "holdsRole", "holdsLevel", "withinUnit"),
        *("holdsFor", "holdsForName", "heldFrom", "heldUntil"),
    )
)
"""The predicates of such a thing."""
_TYPE = NamedNode(RDF + "type")


def may_tell_of_people(patch: Patch) -> bool:
    """Tell whether a patch may add something about people; False is certain."""
    return any(map(is_people_graph, patch.graphs)) or any(
        map(patch.may_add, MEMBERSHIPS | OF_MEMBERSHIPS)
    )


def makes_membership(quad: Quad) -> bool:
    """Tell whether a quad makes its subject a membership."""
    if quad.predicate == _TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value in MEMBERSHIPS
    return quad.predicate.value in OF_MEMBERSHIPS


def require_apart(patch: Patch, *, guarded: bool) -> None:
    """Go on only if what is added about people stays where only some may read it.

    Args:
        patch: the change.
        guarded: whether this service keeps people from those who may not read about them.

    Raises:
        ForbiddenOperation: it would be for anybody to read.
    """
    if not may_tell_of_people(patch):
        return
    for quad in patch.added:
        graph = getattr(quad.graph_name, "value", "")
        if is_people_graph(graph):
            if not guarded:
                raise ForbiddenOperation(
                    "This service was started for what anybody may read, so it takes nothing "
                    "about people. Start it with --read-people reader "
                    "(ROLEGRAPH_READ_PEOPLE=reader); then write the membership again."
                )
        elif makes_membership(quad):
            raise ForbiddenOperation(
                "Memberships tell of people and stand in graphs of their own. Write this one in "
                f"<{PEOPLE_GRAPHS}memberships.ttl>, which is the file data/people/memberships.ttl."
            )


_SOURCES = {INFERRED_GRAPH: "the other graphs"}


def spare_the_log(graphs: Iterable[str | None]) -> None:
    """Go on only if a change spares the graphs of the change log, of proposals and of documents.

    Raises:
        ForbiddenOperation: it touches one of these.
    """
    for graph in graphs:
        if graph in {CHANGES_GRAPH, INFERRED_GRAPH, LOG_GRAPH} or (graph and is_engine_mark(graph)):
            raise ForbiddenOperation(
                f"The graph <{graph}> follows from {_SOURCES.get(graph, 'the change log')} and "
                "cannot be written. Leave it out of the change."
            )
        if graph == PROPOSALS_GRAPH:
            raise ForbiddenOperation(
                f"The graph <{graph}> holds proposals, which are written at /api/v1/proposals "
                "alone. Leave it out of the change."
            )
        if graph in KEPT_DOCUMENTS:
            raise ForbiddenOperation(
                f"The graph <{graph}> holds what is kept of documents, which is written at "
                "/api/v1/document-files alone. Leave it out of the change."
            )


APPROVED_BY_REVIEW = "approved-by-review"
"""The rule that what is called approved has a review behind it."""
_STATUS, _REVIEWS, _OUTCOME = (
    NamedNode(ONTOLOGY + name) for name in ("status", "reviews", "reviewOutcome")
)
_LABEL = NamedNode(SKOS + "prefLabel")
_APPROVED = Literal("approved")
_GOOD = ("approved", "accepted")


def require_review(patch: Patch, store: EmbeddedStore) -> None:
    """Go on only if all that a change newly calls approved has a review behind it.

    A review is a `rg:Review` whose outcome is `approved` or `accepted`. It stands in the catalogue
    already, or comes with the same change. A proposal that was approved counts as one. A catalogue
    can leave this out: `[proposals] approved = "anyone"` in its `rolegraph.toml`.

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
        rule=APPROVED_BY_REVIEW,
        rule_iri=SHAPES + APPROVED_BY_REVIEW,
        focus=focus,
        focus_label=label,
        path=_STATUS.value,
        value=_APPROVED.value,
        message=f"“{label or focus}” may be called approved once a review says so. Propose the "
        "change and have somebody else approve it, or write a review of it with the outcome "
        "approved.",
        check="approval",
    )
