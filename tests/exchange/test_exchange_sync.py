"""Files and service stay one, and neither side's work is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchanging import FILES, PREFIXES, Place

from rolegraph.errors import Conflict, InputError, Refused, SyntaxFault
from rolegraph.exchange.compare import Side
from rolegraph.exchange.files.agreed_state import read_state
from rolegraph.exchange.files.folder import Folder
from rolegraph.exchange.files.units import is_table_head
from rolegraph.exchange.service import DatasetSnapshot, LocalService
from rolegraph.exchange.sync import BothChanged, note_filling, pull, push
from rolegraph.rdf.patch import Patch
from rolegraph.shacl.findings import VIOLATION, Finding

ROBIN = "https://w3id.org/rolegraph/id/personas/robin"
RENAMED = (
    'file:personas.ttl { persona:robin skos:prefLabel "Robin"@en }',
    'file:personas.ttl { persona:robin skos:prefLabel "Robin C."@en }',
)


def test_what_agrees_is_left_alone(place: Place) -> None:
    """No commit, and not a byte."""
    place.push()
    place.pull()

    assert 1 == place.store.revision
    assert FILES == {name: text.decode() for name, text in place.bytes().items()}


def test_pull_writes_what_changed_and_nothing_else(place: Place) -> None:
    """The difference is ready for a pull request."""
    place.change(*RENAMED)

    outcome = place.pull()

    assert ["data/personas.ttl: 1 changed"] == [str(change) for change in outcome.changes]
    wanted = FILES | {"personas.ttl": FILES["personas.ttl"].replace('"Robin"', '"Robin C."')}
    assert wanted == {name: text.decode() for name, text in place.bytes().items()}


def test_push_makes_one_commit_of_what_changed(place: Place) -> None:
    """All or nothing, under a message that says what it was."""
    place.edit("personas.ttl", '"Robin"', '"Robin C."')
    place.edit("tools.ttl", "MAITE", "MAITE 2")
    place.edit("mappings.sssom.tsv", "0.9", "0.7")

    place.push()

    assert 2 == place.store.revision
    assert place.holds(RENAMED[1])
    assert not place.holds(RENAMED[0])
    said = place.store.entries()[-1].headers
    assert "editor" == said["author"]
    assert (
        "Push: data/mappings.sssom.tsv: 1 changed; data/personas.ttl: 1 changed; "
        "data/tools.ttl: 1 changed" == said["message"]
    )


def test_both_sides_may_change_different_things(place: Place) -> None:
    """Two people work at once; only the same thing is a conflict."""
    place.change(*RENAMED)
    place.edit("personas.ttl", '"Ada"', '"Ada L."')

    place.push()
    place.pull()

    assert '"Robin C."' in place.text("personas.ttl")
    assert '"Ada L."' in place.text("personas.ttl")
    assert place.holds('file:personas.ttl { persona:ada skos:prefLabel "Ada L."@en }')
    assert place.view() == Folder(place.folder).view


@pytest.mark.parametrize("fresh", [False, True], ids=["synced", "fresh copy"])
def test_the_same_thing_changed_on_both_sides_is_named_and_nothing_changes(
    place: Place, fresh: bool
) -> None:
    """Nobody's work is overwritten, also where the copy is new and the change log must tell."""
    if not fresh:
        place.pull()
    place.change(*RENAMED)
    place.edit("personas.ttl", '"Robin"', '"Robin D."')
    place.edit("tools.ttl", "MAITE", "MAITE 2")
    before, revision = place.bytes(), place.store.revision

    for way in (place.pull, place.push):
        with pytest.raises(BothChanged, match=f"data/personas.ttl: <{ROBIN}>") as caught:
            way()
        assert [ROBIN] == [unit.subject for unit in caught.value.units]

    assert before == place.bytes()
    assert revision == place.store.revision


def test_a_conflict_is_settled_by_saying_whose_state_counts(place: Place) -> None:
    """There is a way on, and it is said aloud."""
    place.change(*RENAMED)
    place.edit("personas.ttl", '"Robin"', '"Robin D."')

    place.push(prefer=Side.FILES)

    assert place.holds('file:personas.ttl { persona:robin skos:prefLabel "Robin D."@en }')
    place.change(*(side.replace('"Robin"', '"Robin D."') for side in RENAMED))
    place.edit("personas.ttl", '"Robin D."', '"Robin E."')

    place.pull(prefer=Side.SERVICE)

    assert '"Robin C."' in place.text("personas.ttl")


@pytest.mark.parametrize("push_first", [False, True], ids=["pull first", "push first"])
@pytest.mark.parametrize("fresh", [False, True], ids=["synced", "fresh copy"])
def test_changes_of_one_thing_in_different_properties_both_stand(
    place: Place, push_first: bool, fresh: bool
) -> None:
    """A document that changed by a line touches each thing of it; a note in the browser stays."""
    if not fresh:
        place.pull()
    noted = 'file:personas.ttl { persona:robin skos:editorialNote "Ask Ann."@en }'
    place.change("", noted)
    place.edit("personas.ttl", '"Robin"', '"Robin C."')

    ways = [place.push, place.pull] if push_first else [place.pull, place.push]
    first, second = (way() for way in ways)

    assert '"Ask Ann."' in place.text("personas.ttl")
    assert '"Robin C."' in place.text("personas.ttl")
    assert place.holds(noted)
    assert place.holds(RENAMED[1])
    assert not place.holds(RENAMED[0])
    assert any("brought together" in note and ROBIN in note for note in first.notes)
    assert ["data/personas.ttl: 1 changed"] == [str(each) for each in first.changes]
    assert ["data/personas.ttl: 1 changed"] == [str(each) for each in second.changes]
    assert () == place.pull().changes == place.push().changes


def test_only_the_property_that_both_changed_has_to_be_settled(place: Place) -> None:
    """It is named, and settling it by one side leaves the other changes of both alone."""
    place.pull()
    place.change(*RENAMED)
    noted = 'file:personas.ttl { persona:robin skos:editorialNote "Ask Ann."@en }'
    place.change("", noted)
    place.edit("personas.ttl", '"Robin"', '"Robin D."')
    place.edit("personas.ttl", '"Be believed."', '"Be heard."')

    with pytest.raises(BothChanged, match=f"<{ROBIN}>: skos:prefLabel\n"):
        place.push()
    place.push(prefer=Side.FILES)

    assert place.holds(noted)
    assert place.holds('file:personas.ttl { persona:robin skos:prefLabel "Robin D."@en }')
    assert place.holds('file:personas.ttl { persona:robin rg:hasGoal "Be heard."@en }')


def test_a_thing_that_one_side_removed_and_the_other_changed_is_asked_about(place: Place) -> None:
    """Half of a thing that is gone would be neither side's wish."""
    place.pull()
    place.change("", 'file:personas.ttl { persona:ada skos:editorialNote "Ask Ann."@en }')
    place.edit("personas.ttl", 'persona:ada a rg:Persona ;\n    skos:prefLabel "Ada"@en .\n', "")

    with pytest.raises(BothChanged, match="personas/ada>\n"):
        place.push()


def test_the_same_change_on_both_sides_is_none(place: Place) -> None:
    """A change that was merged by hand is not a conflict with itself."""
    place.pull()
    place.change(*RENAMED)
    place.edit("personas.ttl", '"Robin"', '"Robin C."')

    assert () == place.push().changes
    assert () == place.pull().changes


def test_a_second_edit_after_a_push_is_no_conflict(place: Place) -> None:
    """What was pushed is agreed, whatever else the service has that was not pulled."""
    place.pull()
    place.change(added='file:tools.ttl { tool:new a rg:Tool ; skos:prefLabel "New"@en }')
    place.edit("personas.ttl", '"Robin"', '"Robin C."')
    place.push()
    place.edit("personas.ttl", '"Robin C."', '"Robin D."')

    place.push()

    assert place.holds('file:personas.ttl { persona:robin skos:prefLabel "Robin D."@en }')
    assert place.holds("file:tools.ttl { tool:new a rg:Tool }")


def test_a_fresh_copy_of_an_older_state_takes_nothing_back(place: Place) -> None:
    """A clone that lacks the latest changes must not look like one that undid them."""
    place.change(*RENAMED)
    place.change("file:personas.ttl { persona:ada a rg:Persona ; skos:prefLabel 'Ada'@en }")
    place.edit("tools.ttl", "MAITE", "MAITE 2")

    pushed = place.push()
    place.forget()
    place.pull()

    assert ["data/tools.ttl: 1 changed"] == [str(change) for change in pushed.changes]
    assert place.holds(RENAMED[1])
    assert "persona:ada" not in place.text("personas.ttl")


def test_without_a_change_log_what_differs_is_asked_about(place: Place) -> None:
    """Who changed it cannot be known; guessing would lose one of the two."""
    place.service.history = lambda: iter(())  # type: ignore[method-assign]
    place.edit("personas.ttl", '"Robin"', '"Robin C."')

    with pytest.raises(BothChanged):
        place.push()

    place.push(prefer=Side.FILES)
    assert place.holds(RENAMED[1])


def test_a_thing_made_over_the_api_goes_to_the_home_file_of_its_class(place: Place) -> None:
    """An update that names no graph must not stay out of git."""
    place.change(
        added="persona:new a rg:Persona ; skos:prefLabel 'New'@en . "
        "persona:new\\#quote rg:text 'a part of it' . persona:robin rg:status 'draft' . "
        "GRAPH <urn:elsewhere> { tool:other a rg:Tool } "
    )

    place.pull()

    personas = place.text("personas.ttl")
    assert 'persona:new a rg:Persona ;\n    skos:prefLabel "New"@en .' in personas
    assert "<https://w3id.org/rolegraph/id/personas/new#quote>" in personas
    assert 'rg:status "draft"' in personas
    assert "tool:other a rg:Tool ." in place.text("tools.ttl")
    revision, before = place.store.revision, place.bytes()
    place.push()
    place.pull()
    assert (revision, before) == (place.store.revision, place.bytes())


def test_such_a_thing_can_be_edited_in_its_file(place: Place) -> None:
    """The file shows triples of several graphs; an edit reaches those that it shows."""
    place.change(added="persona:new a rg:Persona ; skos:prefLabel 'New'@en ; rg:status 'draft' .")
    place.pull()

    place.edit("personas.ttl", '"New"', '"Newer"')
    place.push()

    assert not place.holds("persona:new skos:prefLabel 'New'@en .")
    assert place.holds('file:personas.ttl { persona:new skos:prefLabel "Newer"@en }')
    assert place.view() == Folder(place.folder).view


def test_a_new_class_of_things_gets_its_file(place: Place) -> None:
    """The home file need not exist before; without things it goes again."""
    made = "rg:f a rg:Framework ; skos:prefLabel 'F'@en ."
    place.change(added=made)
    place.pull()
    assert 'rg:f a rg:Framework ;\n    skos:prefLabel "F"@en .' in place.text("frameworks.ttl")

    place.change(removed=made)
    place.pull()

    assert not (place.folder / "frameworks.ttl").exists()


def test_a_new_folder_is_filled(place: Place) -> None:
    """Pull makes a working copy out of nothing."""
    for file in place.folder.iterdir():
        file.unlink()

    place.pull()

    assert set(FILES) == set(place.bytes())
    view = Folder(place.folder).view
    assert {unit: place.view()[unit] for unit in view if not is_table_head(unit)} == {
        unit: triples for unit, triples in view.items() if not is_table_head(unit)
    }


def test_a_file_that_was_removed_is_removed_by_push_but_never_by_a_fresh_copy(
    place: Place,
) -> None:
    """An empty folder must not empty the service."""
    (place.folder / "tools.ttl").unlink()
    place.push()
    assert place.holds("file:tools.ttl { tool:maite a rg:Tool }")

    place.pull()
    (place.folder / "tools.ttl").unlink()
    place.push()

    assert not place.holds("file:tools.ttl { tool:maite a rg:Tool }")


def test_what_has_no_place_in_a_file_is_said(place: Place) -> None:
    """Silence would look as if everything were in git."""
    place.change(added="<urn:x> <urn:p> 1 . persona:robin rg:status [] . <urn:y> a rg:Bad .")

    outcome = place.pull()

    assert 2 == len(outcome.notes)
    assert "no home file: 2 left out" in outcome.notes[0]
    assert "blank nodes" in outcome.notes[1]
    assert set(FILES) == set(place.bytes())


def test_a_service_cannot_name_files_outside_the_folder(place: Place) -> None:
    """Whoever may write to the service must not write to the disks of its users."""
    for path in ("data/../evil.ttl", "data/.git/hooks.ttl", "data//x.ttl", "data/x.sh"):
        place.change(
            added=f"GRAPH <https://w3id.org/rolegraph/graph/{path}> {{ <urn:{path}> a rg:X }}"
        )

    place.pull()

    assert set(FILES) == set(place.bytes())
    assert {"data", "store"} == {path.name for path in place.folder.parent.iterdir()}


def test_a_push_that_the_guard_refuses_changes_nothing(place: Place) -> None:
    """Files are as much a way in as any other."""

    class Guard:
        def check(self, _: Patch) -> list[Finding]:
            return [Finding(VIOLATION, "X-label", None, ROBIN, "Robin", None, None, "No label.")]

    place.committer._guard = Guard()
    place.edit("personas.ttl", '"Robin"', '"Robin C."')

    with pytest.raises(Refused):
        place.push()

    assert 1 == place.store.revision
    place.committer._guard = None
    place.push()
    assert 2 == place.store.revision


def test_a_commit_that_comes_between_is_seen(place: Place) -> None:
    """What was read a moment ago may be old; the push is made anew on the new state."""
    place.edit("personas.ttl", '"Robin"', '"Robin C."')
    commits = iter([lambda: place.change(added="file:tools.ttl { tool:b a rg:Tool }"), None])
    commit = place.service.commit

    def late(*arguments: object, **options: object) -> object:
        between = next(commits)
        if between:
            between()
        return commit(*arguments, **options)  # type: ignore[arg-type]

    place.service.commit = late  # type: ignore[method-assign, assignment]

    place.push()

    assert place.holds(RENAMED[1])
    assert 3 == place.store.revision


def test_commits_that_never_stop_end_the_push(place: Place) -> None:
    """It gives up with a reason and not with a loss."""
    place.edit("personas.ttl", '"Robin"', '"Robin C."')

    def conflict(*_: object, **__: object) -> None:
        raise Conflict("another commit")

    place.service.commit = conflict  # type: ignore[method-assign, assignment]

    with pytest.raises(Conflict):
        place.push()


def test_a_dry_run_writes_nothing(place: Place) -> None:
    """To look first is always possible."""
    place.change(added="file:tools.ttl { tool:b a rg:Tool }")
    place.edit("personas.ttl", '"Robin"', '"Robin C."')
    before = place.bytes()

    assert 1 == len(place.pull(dry_run=True).changes)
    assert 1 == len(place.push(dry_run=True).changes)

    assert 2 == place.store.revision
    assert before == place.bytes()
    assert not (place.folder / ".rolegraph-sync.json").exists()


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("<a> <b> .", SyntaxFault, r"data/tools\.ttl:1:"),
        ("<a> <b> [] .", InputError, "blank node"),
        ("<a> <b> (1) .", InputError, "blank node"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused(
    place: Place, text: str, error: type[Exception], said: str
) -> None:
    """Half a file must not become half a commit."""
    (place.folder / "tools.ttl").write_text(text)

    with pytest.raises(error, match=said):
        place.push()

    assert 1 == place.store.revision


def test_the_first_push_of_a_folder_that_was_never_pulled_only_adds(place: Place) -> None:
    """Somebody with one new persona in a file of that name has not seen the others."""
    place.forget()
    for name in FILES:
        (place.folder / name).unlink()
    (place.folder / "personas.ttl").write_text(
        PREFIXES + 'persona:eve a rg:Persona ; skos:prefLabel "Eve"@en .\n'
    )
    before = set(place.store.match())

    outcome = place.push()

    assert before <= set(place.store.match())
    assert place.holds("file:personas.ttl { persona:eve a rg:Persona }")
    assert ["data/personas.ttl: 1 added"] == [str(change) for change in outcome.changes]
    assert "never pulled" in outcome.notes[-1]


def test_what_such_a_folder_lacks_is_not_removed_by_its_next_push_either(place: Place) -> None:
    """The first push must not make the rest look as if it had been deleted."""
    place.forget()
    (place.folder / "tools.ttl").unlink()
    place.edit("personas.ttl", "# Ada came later.\npersona:ada a rg:Persona ;\n", "")
    place.edit("personas.ttl", '    skos:prefLabel "Ada"@en .\n', "")
    place.push()

    place.push()

    assert place.holds("file:tools.ttl { tool:maite a rg:Tool }")
    assert place.holds("file:personas.ttl { persona:ada a rg:Persona }")


def test_a_folder_that_is_no_copy_does_not_overwrite_what_it_shares(place: Place) -> None:
    """A thing of the same name, written elsewhere, is a question and no edit."""
    place.forget()
    for name in FILES:
        (place.folder / name).unlink()
    (place.folder / "personas.ttl").write_text(
        PREFIXES + 'persona:robin a rg:Persona ; skos:prefLabel "Robin"@en .\n'
    )
    before = set(place.store.match())

    with pytest.raises(BothChanged, match="never pulled") as caught:
        place.push()

    assert "rolegraph pull" in str(caught.value)
    assert before == set(place.store.match())


def test_a_folder_that_a_service_was_filled_from_pushes_at_once(place: Place) -> None:
    """Whoever edits most of the files before the first push said nowhere that they are a copy."""
    with place.store.reading() as revision:
        filled = DatasetSnapshot(revision, tuple(place.store.match()))
    note_filling(place.folder, lambda: filled, ("http://localhost:8000", place.service.name))
    for old in ('"Robin"', '"Ada"', '"MAITE"'):
        name = "tools.ttl" if "MAITE" in old else "personas.ttl"
        place.edit(name, old, old[:-1] + ' of the yard"')

    outcome = place.push()

    assert 3 == sum(change.changed for change in outcome.changes)
    assert place.holds('file:personas.ttl { persona:ada skos:prefLabel "Ada of the yard"@en }')
    state = read_state(place.folder)
    assert state is not None
    assert state.is_of("http://localhost:8000/")


def test_what_a_folder_agreed_on_before_is_not_overwritten(place: Place) -> None:
    """A service that is set up anew must not make the files forget what they pulled."""
    place.pull()
    before = read_state(place.folder)
    reads = []

    def filled() -> DatasetSnapshot:
        reads.append("the whole store")
        return DatasetSnapshot(1, ())

    note_filling(place.folder, filled, ("http://localhost:8000",))

    assert before == read_state(place.folder)
    assert [] == reads


def test_memberships_that_are_not_shown_are_not_taken_for_deleted(place: Place) -> None:
    """A pull without a token must not delete the file that says who holds which role."""
    people = place.folder / "people" / "memberships.ttl"
    people.parent.mkdir()
    note_filling(place.folder, place.service.read, (place.service.name,))
    text = PREFIXES + 'role:pilot rdfs:comment "held"@en .\n'
    people.write_text(text, encoding="utf-8")
    shown = place.service.read()

    class Closed(LocalService):
        def read(self) -> DatasetSnapshot:
            return replace(shown, hides_people=True)

    closed = Closed(place.service.name, place.store, place.committer, "Ada")
    outcome = pull(place.folder, closed)

    assert text == people.read_text(encoding="utf-8")
    assert any("Memberships are kept" in note for note in outcome.notes)
    assert not [change for change in push(place.folder, closed).changes if "people" in change.file]
