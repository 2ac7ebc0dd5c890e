"""One way to write: in order, exact, guarded, whole."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

import pytest

from rolegraph.errors import Conflict, ForbiddenOperation, IllTyped, Refused
from rolegraph.history.commit import Commit, Committer, marking, revision_marked
from rolegraph.rdf.namespaces import CHANGES_GRAPH, PROPOSALS_GRAPH, XSD
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, integer, parse
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore

PREFIXES = """
@prefix ex: <https://example.org/id/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/rolegraph/graph/shapes/> .
"""
ONE_ROLE = """
shapes:test { ex:Shape sh:targetClass ex:Persona ; sh:property ex:Shape-role, ex:Shape-name .
    ex:Shape-role sh:path ex:role ; sh:maxCount 1 .
    ex:Shape-name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning . }
ex:zoe a ex:Persona ; ex:name "Zoe" .
"""


def quads(trig: str) -> frozenset[Quad]:
    return frozenset(parse(PREFIXES + trig, format=RdfFormat.TRIG))


@pytest.fixture
def store() -> EmbeddedStore:
    made = EmbeddedStore()
    made.load(quads(ONE_ROLE))
    return made


Commits = Callable[..., Commit]


@pytest.fixture
def commit(store: EmbeddedStore) -> Commits:
    committer = Committer(store, Guard(store))

    def act(build: object, **options: object) -> Commit:
        return committer.commit(build, author="Ada", message="a change", **options)  # type: ignore[arg-type]

    return act


def data(store: EmbeddedStore) -> set[Quad]:
    return set(store.data())


def test_a_commit_stores_only_what_it_changes(store: EmbeddedStore, commit: Commits) -> None:
    """Revert and diff rest on patches that say no more than what happened."""
    asked = Patch(quads("ex:x ex:y 1 ."), quads("ex:zoe ex:name 'Zoe' ; ex:role ex:r ."))

    made = commit(asked)

    assert Patch(added=quads("ex:zoe ex:role ex:r .")) == made.patch
    assert made.patch == store.journal.patch(store.entries()[-1])


def test_the_graph_of_proposals_is_written_by_proposals_alone(commit: Commits) -> None:
    """Else an editor could write that somebody has approved; the change log is nobody's."""
    said = Patch(added=quads(f"<{PROPOSALS_GRAPH}> {{ ex:one ex:number 1 }}"))
    logged = Patch(added=quads(f"<{CHANGES_GRAPH}> {{ ex:one ex:number 1 }}"))

    for patch, options in ((said, {}), (logged, {}), (logged, {"proposals": True})):
        with pytest.raises(ForbiddenOperation):
            commit(patch, **options)
    assert said == commit(said, proposals=True).patch


def test_a_literal_without_a_value_is_not_stored(store: EmbeddedStore, commit: Commits) -> None:
    """The store would keep another literal than the one that was sent."""
    before = data(store)

    with pytest.raises(IllTyped):
        commit(Patch(added=quads(f'ex:zoe ex:age "300"^^<{XSD}byte> .')))

    assert before == data(store)


def test_a_change_of_nothing_is_no_commit(store: EmbeddedStore, commit: Commits) -> None:
    """Saving a form unchanged must not fill the log."""
    made = commit(Patch(added=quads("ex:zoe ex:name 'Zoe' .")))

    assert (1, Patch()) == (made.revision, made.patch)
    assert 1 == store.revision


def test_a_violation_refuses_the_change_and_stores_nothing(
    store: EmbeddedStore, commit: Commits
) -> None:
    """The catalogue is as complete after every write as before."""
    before = data(store)

    with pytest.raises(Refused, match="1 violation") as refused:
        commit(Patch(added=quads("ex:zoe ex:role ex:r, ex:s .")))

    assert ["Shape-role"] == [finding.rule for finding in refused.value.findings]
    assert 2 == len(refused.value.patch)
    assert (before, 1) == (data(store), store.revision)


def test_warnings_are_returned_and_kept_with_the_commit(
    store: EmbeddedStore, commit: Commits
) -> None:
    """SHOULD is told, not enforced; and later readers can see that it was told."""
    made = commit(Patch(removed=quads("ex:zoe ex:name 'Zoe' .")))

    report = json.loads(store.entries()[-1].headers["guard"])
    assert ["Warning"] == [finding.severity for finding in made.findings]
    assert ("enforce", 1, "Shape-name") == (
        report["mode"],
        report["total"],
        report["findings"][0]["rule"],
    )


@pytest.mark.parametrize(("mode", "found"), [(GuardMode.WARN, 1), (GuardMode.OFF, 0)])
def test_other_modes_store_violations(store: EmbeddedStore, mode: GuardMode, found: int) -> None:
    """Whoever moves a catalogue in may have to take it as it is first."""
    committer = Committer(store, Guard(store), mode)

    made = committer.commit(
        Patch(added=quads("ex:zoe ex:role ex:r, ex:s .")), author="Ada", message="as it is"
    )

    assert (2, found) == (made.revision, len(made.findings))
    assert mode.value == json.loads(store.entries()[-1].headers["guard"])["mode"]


def test_a_dry_run_gives_the_answer_and_stores_nothing(
    store: EmbeddedStore, commit: Commits
) -> None:
    """Forms check while people type."""
    fine = Patch(added=quads("ex:zoe ex:role ex:r ."))

    made = commit(fine, dry_run=True)

    assert (1, fine, True) == (made.revision, made.patch, made.dry_run)
    assert 1 == store.revision
    with pytest.raises(Refused):
        commit(Patch(added=quads("ex:zoe ex:role ex:r, ex:s .")), dry_run=True)


def test_a_change_made_for_an_older_revision_is_a_conflict(commit: Commits) -> None:
    """What it was made from may have changed."""
    commit(Patch(added=quads("ex:zoe ex:role ex:r .")), expected=1)

    with pytest.raises(Conflict, match="revision 1, but revision 2"):
        commit(Patch(added=quads("ex:zoe ex:note 1 .")), expected=1)


def test_the_graph_of_changes_cannot_be_written(commit: Commits) -> None:
    """Otherwise anybody could rewrite who did what."""
    forged = quads(f"<{CHANGES_GRAPH}> {{ ex:commit ex:author ex:somebody-else }}")

    with pytest.raises(ForbiddenOperation, match="follows from the change log"):
        commit(Patch(added=forged))


def test_a_builder_that_fails_stores_nothing_and_lets_the_next_in(commit: Commits) -> None:
    """One bad request must not lock all writers out."""

    def fails(_: EmbeddedStore) -> Patch:
        raise Conflict("no")

    with pytest.raises(Conflict):
        commit(fails)

    assert 2 == commit(Patch(added=quads("ex:zoe ex:role ex:r ."))).revision


COUNTER = (NamedNode("urn:counter"), NamedNode("urn:value"))


def increment(store: EmbeddedStore) -> Patch:
    (old,) = store.match(*COUNTER)
    number = int(old.object.value)  # type: ignore[union-attr]
    time.sleep(0.0005)  # so that others would come in between if they could
    return Patch(frozenset({old}), frozenset({Quad(*COUNTER, integer(number + 1))}))


def in_threads(act: Callable[[int], None], number: int = 8) -> None:
    threads = [threading.Thread(target=act, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_eight_writers_lose_no_update(store: EmbeddedStore, commit: Commits) -> None:
    """Each reads what the one before has written."""
    store.load([Quad(*COUNTER, integer(0))])

    in_threads(lambda _: [commit(increment) for _ in range(10)] and None)

    assert ["80"] == [quad.object.value for quad in store.match(*COUNTER)]  # type: ignore[union-attr]


def test_two_commits_that_break_a_rule_together_do_not_both_pass(
    store: EmbeddedStore, commit: Commits
) -> None:
    """Each is fine by itself; only in turn can the second be seen to be one too many."""
    refused = []

    def represent(number: int) -> None:
        try:
            commit(Patch(added=quads(f"ex:zoe ex:role ex:r{number} .")))
        except Refused as error:
            refused.append(error)

    in_threads(represent)

    assert 7 == len(refused)
    assert 1 == len(list(store.match(None, NamedNode("https://example.org/id/role"))))


def test_commits_are_made_in_the_order_in_which_they_come(
    store: EmbeddedStore, commit: Commits
) -> None:
    """A writer must not wait for ever while later ones overtake it."""
    begun, go_on = threading.Event(), threading.Event()

    def first(_: EmbeddedStore) -> Patch:
        begun.set()
        go_on.wait(10)
        return Patch(added=quads("ex:zoe ex:n 0 ."))

    threads = [threading.Thread(target=commit, args=(first,))]
    threads[0].start()
    begun.wait(10)
    for number in range(1, 6):
        patch = Patch(added=quads(f"ex:zoe ex:n {number} ."))
        threads.append(threading.Thread(target=commit, args=(patch,)))
        threads[-1].start()
        time.sleep(0.02)
    go_on.set()
    for thread in threads:
        thread.join()

    added = [store.journal.patch(entry).added for entry in store.entries()[1:]]
    assert [str(n) for n in range(6)] == [quad.object.value for (quad,) in added]  # type: ignore[union-attr]


def test_the_commit_of_a_request_is_found_by_its_mark(
    store: EmbeddedStore, commit: Commits
) -> None:
    """Who sends a request again is told what the first one did, and nothing of the others."""
    before = store.revision
    with marking("first"):
        first = commit(Patch(added=quads("ex:a ex:p 1 ."))).revision
    with marking("second"):
        second = commit(Patch(added=quads("ex:a ex:p 2 ."))).revision
    commit(Patch(added=quads("ex:a ex:p 3 .")))

    assert [first, second, None] == [
        revision_marked(store, mark, before) for mark in ("first", "second", "third")
    ]
    assert revision_marked(store, "first", first) is None


def test_the_guard_tells_how_long_it_took(store: EmbeddedStore) -> None:
    told: list[float] = []
    began = time.perf_counter()

    Committer(store, Guard(store), timed=told.append).commit(
        Patch(added=quads("ex:zoe ex:role ex:r .")), author="Ada", message="a change"
    )

    (seconds,) = told
    assert 0 <= seconds <= time.perf_counter() - began
