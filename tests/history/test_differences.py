"""Differences are shown as people think of them, and taken back as long as nobody built on them."""

from __future__ import annotations

import pytest

from rolegraph.errors import Conflict, NotFound, Refused
from rolegraph.history.commit import Committer
from rolegraph.history.reports.differences import differences
from rolegraph.history.reports.rendering import as_markdown, as_text
from rolegraph.history.revert import revert
from rolegraph.history.versions import Versions
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore

THINGS = "https://w3id.org/rolegraph/id/"
PERSONAS = NamedNode("https://w3id.org/rolegraph/graph/data/personas.ttl")
PREFIXES = f"""
@prefix : <{THINGS}> .
@prefix personas: <{THINGS}personas/> .
@prefix roles: <{THINGS}roles/> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ZOE = """
personas:zoe a rg:Persona ; skos:prefLabel "Zoe"@en ; rg:quote "All is *well*."@en ;
    rg:representsRole roles:ml-developer ; rg:hasGoal "Sleep"@en, "Eat"@en .
"""


def quads(turtle: str) -> frozenset[Quad]:
    triples = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return frozenset(Quad(t.subject, t.predicate, t.object, PERSONAS) for t in triples)


@pytest.fixture
def store(catalogue_store: EmbeddedStore) -> EmbeddedStore:
    """The shipped catalogue, in which Zoe came, changed and went."""
    catalogue_store.apply(Patch(added=quads(ZOE)))
    catalogue_store.apply(
        Patch(
            quads('personas:zoe skos:prefLabel "Zoe"@en ; rg:hasGoal "Eat"@en .'),
            quads(
                'personas:zoe skos:prefLabel "Zoë"@en ; rg:hasGoal "Cook"@en, "Bake"@en .'
                "<https://w3id.org/rolegraph/id/personas/zoe#quote> rg:sourceLine 3 ."
            ),
        )
    )
    return catalogue_store


def shown(store: EmbeddedStore, old: int, new: int, *, markdown: bool = False) -> str:
    versions = Versions(store)
    since = versions.between(new, versions.revision)
    things = differences(store, versions.between(old, new), since)
    return as_markdown(things) if markdown else as_text(things)


def test_a_new_thing_is_shown_with_its_class_its_file_and_the_labels_of_what_it_names(
    store: EmbeddedStore,
) -> None:
    """Reviewers know labels, not IRIs."""
    expected = """1 thing: 1 added.

+ persona 'Zoe' (personas/zoe) added
    in data/personas.ttl
    rdf:type
      + persona (rg:Persona)
    pref label
      + Zoe
    has goal
      + Eat
      + Sleep
    quote
      + All is *well*.
    represents role
      + ML Developer (roles/ml-developer)
"""

    assert expected == shown(store, 1, 2)


def test_a_change_shows_what_was_beside_what_is(store: EmbeddedStore) -> None:
    """A pull request is read in this form; text of the catalogue must not become markup."""
    expected = """**1 thing: 1 changed.**

### persona

- **Zoë** (`personas/zoe`) changed in `data/personas.ttl`
  - pref label: ~~Zoe~~ → Zoë
  - has goal: ~~Eat~~
  - has goal: added Bake
  - has goal: added Cook
  - source line (\\#quote): added 3
"""

    assert expected == shown(store, 2, 3, markdown=True)


def test_what_went_keeps_its_name(store: EmbeddedStore) -> None:
    """A thing that is gone has no label any more, but the reader must know which it was."""
    text = shown(store, 3, 1)

    assert "- persona 'Zoë' (personas/zoe) removed" in text


def test_markup_in_texts_is_shown_as_it_is(store: EmbeddedStore) -> None:
    """Somebody's asterisks must not turn a pull request into bold print."""
    assert r"quote: All is \*well\*." in shown(store, 1, 2, markdown=True)


def test_no_difference_is_said_to_be_none(store: EmbeddedStore) -> None:
    """An empty answer would look like a failure."""
    assert "No difference.\n" == shown(store, 2, 2)


@pytest.fixture
def committer(store: EmbeddedStore) -> Committer:
    return Committer(store, None)


def test_reverting_commits_the_inverse(store: EmbeddedStore, committer: Committer) -> None:
    """The log shows that it was taken back, by whom and what."""
    versions = Versions(store)

    made = revert(committer, versions, 3, author="Ada")

    assert versions.graph_at(2) == frozenset(store.data())
    assert (4, "Ada", "Take back change 3") == (
        made.revision,
        store.entries()[-1].author,
        store.entries()[-1].message,
    )


def test_what_others_changed_since_is_not_taken_back(
    store: EmbeddedStore, committer: Committer
) -> None:
    """Taking back half of a commit would make a state that nobody ever had."""
    with pytest.raises(Conflict, match=r"later commits \(3\) changed .* personas/zoe"):
        revert(committer, Versions(store), 2, author="Ada")

    assert 3 == store.revision


def test_a_revert_is_guarded(store: EmbeddedStore) -> None:
    """Taking back the repair of a fault brings the fault back."""
    goals = quads('personas:zoe rg:hasContext "Here"@en .')
    store.apply(Patch(added=goals))
    guarded = Committer(store, Guard(store))

    with pytest.raises(Refused) as refused:
        revert(guarded, Versions(store), 4, author="Ada")

    assert ["PersonaShape-context"] == [finding.rule for finding in refused.value.findings]


def test_a_revert_can_be_tried(store: EmbeddedStore, committer: Committer) -> None:
    """Whoever reverts wants to see first what that does."""
    made = revert(committer, Versions(store), 3, author="Ada", dry_run=True)

    assert (3, True) == (made.revision, made.dry_run)


def test_an_unknown_revision_cannot_be_taken_back(
    store: EmbeddedStore, committer: Committer
) -> None:
    """The message says how far the history goes."""
    with pytest.raises(NotFound, match="no revision 9"):
        revert(committer, Versions(store), 9, author="Ada")
