"""What is known of all things is kept for the next start, and is right whatever happened between.

With 10,000 roles the first list after a start waited for seconds, the first page for ten.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from commands import rolegraph
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.coverage import MATRICES
from rolegraph.analysis.findings import PresentFindings
from rolegraph.analysis.gaps import Gaps
from rolegraph.catalogue import Catalogue
from rolegraph.folder.catalogue_folder import sample
from rolegraph.history.touched import Touched
from rolegraph.inference.closure import Closure
from rolegraph.inference.current import Inference
from rolegraph.inference.facts import Stated
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.service.keeping import Keeping
from rolegraph.shacl.guard.guard import Guard, shapes_in
from rolegraph.shacl.guard.rules import CompiledRules
from rolegraph.shacl.results import ValidationResult
from rolegraph.sparql.library import load_library
from rolegraph.store.deploying import first_quads
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import FILE, FINDINGS_FILE, INFERRED_FILE
from rolegraph.store.workers.processes import memory_plan

BASE = "https://w3id.org/rolegraph/id/"
GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/more.ttl")
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
ROLE = NamedNode("https://w3id.org/rolegraph/ontology#Role")
LEAST = "http://www.w3.org/ns/shacl#minCount"
NEW = NamedNode(BASE + "roles/harbour-pilot")


class Watched:
    """A store that counts the quads it gives."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.given = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def match(self, *pattern: Any, **more: Any) -> Iterator[Quad]:
        """Yield what fits, and count it."""
        for quad in self._store.match(*pattern, **more):
            self.given += 1
            yield quad


@dataclass
class Started:
    """What a start puts together."""

    store: EmbeddedStore
    watched: Watched
    catalogue: Catalogue
    analyses: Analyses
    touched: Touched
    findings: PresentFindings
    inference: Inference
    keeping: Keeping
    gaps: Gaps

    def missing(self) -> list[object]:
        """Return what Coverage says is missing."""
        with self.catalogue.view() as view:
            found = [(g, self.gaps.each(view, g)) for g in self.gaps.of_coverage(view)]
        return [(g.kind, list(g.things), rows, g.of, g.counted, g.absent) for g, rows in found]

    def shown(self) -> dict[str, object]:
        """Return what pages show of some roles, and of all things besides."""
        with self.catalogue.view() as view:
            some = set(view.iris("roles")[:3])
            said: dict[str, object] = {
                name: self.analyses.having(view, name) for name in ("roles", "personas")
            }
            for name in MATRICES:
                found, idle = self.analyses.rows(view, name, some)
                said[name] = list(found.rows), found.columns, found.cells, found.gaps, list(idle)
            said["raci"] = self.analyses.raci(view).cells
            said["apart"] = vars(self.analyses.separation(view))
        return json.loads(json.dumps(said, default=asdict))

    def known(self) -> dict[str, object]:
        """Return what lists, searches, analyses and histories say."""
        catalogue = self.catalogue
        catalogue.prepare()
        self.analyses.prepare()
        with catalogue.view() as view:
            roles = view.iris("roles")
            pairs = self.analyses.relations(view).pairs("statementOf")
            said: dict[str, object] = {name: view.iris(name) for name in catalogue.types}
            said["gaps"] = self.analyses.matrix(view, "tools").gaps
        said["missing"] = self.missing()
        said["owners"] = {name: sorted(found) for name, found in pairs.items()}
        for words in ("pilot", "data curator", "evaluat"):
            found = catalogue.search(words)
            said[words] = [(item["id"], item["label"]) for item in found.items]
        said["commits"] = {role: list(self.touched.revisions(role)) for role in roles}
        return said


def start(folder: Path) -> Started:
    """Open a data directory as a service does."""
    store = EmbeddedStore(folder)
    watched = Watched(store)
    catalogue = Catalogue(watched)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    analyses, touched = Analyses(catalogue), Touched(store)
    store.on_commit(lambda revision, patch: analyses.follow(patch, revision))
    findings = PresentFindings(store, Guard(store))
    inference = Inference(store, 1_000_000)
    keeping = Keeping(store, catalogue, analyses, touched, findings, inference, least=0)
    gaps = Gaps(analyses, load_library(*sample().query_folders()))
    keeping.add_gaps(gaps)
    watched.given = 0
    return Started(store, watched, catalogue, analyses, touched, findings, inference, keeping, gaps)


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the sample, whose service was asked and has ended in order."""
    data = tmp_path_factory.mktemp("ended") / "data"
    store = EmbeddedStore(data)
    store.load(first_quads(sample(), data=True, warn=lambda *_: None))
    store.close()
    first = start(data)
    first.known()
    first.catalogue.prepare_choices()
    first.findings.all()
    first.keeping.keep()
    first.store.close()
    return data


@pytest.fixture
def folder(ended: Path, tmp_path: Path) -> Path:
    """A copy of that directory: it is there in a fiftieth of the time that filling one takes."""
    return Path(shutil.copytree(ended, tmp_path / "data"))


def read_anew(folder: Path) -> dict[str, object]:
    """Return what a start without anything kept says."""
    (folder / FILE).unlink()
    fresh = start(folder)
    try:
        assert not fresh.keeping.has_something
        return fresh.known()
    finally:
        fresh.store.close()


def another_role(store: EmbeddedStore) -> None:
    """Commit a new role, and take the label of another one away."""
    added = {
        Quad(NEW, NamedNode(RDF + "type"), ROLE, GRAPH),
        Quad(NEW, LABEL, Literal("Harbour pilot", language="en"), GRAPH),
    }
    removed = {next(store.match(NamedNode(BASE + "roles/lotse"), LABEL), None)} - {None}
    store.apply(Patch(removed=frozenset(q for q in removed if q), added=frozenset(added)))


def test_the_next_start_reads_nothing_from_the_store(folder: Path) -> None:
    """That is what makes the first page as fast as the second."""
    second = start(folder)
    second.catalogue.prepare()
    second.analyses.prepare()
    read = second.watched.given
    said = second.known()
    second.store.close()

    assert 0 == read
    assert said == read_anew(folder)


def test_what_is_known_of_a_thing_is_the_same_before_and_after_all_is_unpacked(
    folder: Path,
) -> None:
    """A first page asks for few things, and has them looked up one by one."""

    def told(started: Started) -> dict[str, object]:
        with started.catalogue.view() as view:
            index = started.catalogue._current_index()
            things = [iri for plural in started.catalogue.types for iri in view.iris(plural)]
            known = {
                iri: (index.classes(iri), index.label(iri), index.label(iri, ["de"]), link)
                for iri in (*things, BASE + "roles/nobody")
                for link in (index.link_key(iri),)
            }
            choices = {name: view.facets(name) for name in started.catalogue.types}
        return {"things": known, "choices": choices}

    second = start(folder)
    one_by_one = told(second)
    assert second.catalogue._current_index()._kept_facts is not None
    second.catalogue.prepare_index()
    assert second.catalogue._current_index()._kept_facts is None
    all_at_once = told(second)
    read = second.watched.given
    second.store.close()
    (folder / FILE).unlink()
    fresh = start(folder)
    anew = told(fresh)
    fresh.store.close()

    assert 0 == read
    assert one_by_one == all_at_once == anew


def test_gaps_that_were_kept_are_not_worked_out_again(folder: Path) -> None:
    """The first page counts them all; to find them takes longer than all else on it."""
    second = start(folder)
    missing = second.missing()
    assert second.analyses._present is None
    another_role(second.store)
    later = second.missing()
    second.store.close()

    assert any(found for _, found, *_ in missing)  # type: ignore[misc]
    assert later != missing
    anew = start(folder)
    assert later == anew.missing()
    anew.store.close()


def test_a_page_of_some_roles_unpacks_no_relation_of_all(folder: Path) -> None:
    """Coverage shows twelve roles: what a thousand others have to do with is not looked at."""
    second = start(folder)
    shown = second.shown()
    assert second.analyses._present is not None
    assert {} == second.analyses._present.relations._forward
    second.store.close()
    (folder / FILE).unlink()
    anew = start(folder)
    assert shown == anew.shown()
    another_role(anew.store)
    later = anew.shown()
    anew.store.close()

    assert shown["personas"] == later["personas"]
    assert shown["roles"] != later["roles"]


def test_what_a_later_start_knows_besides_is_kept_as_well(folder: Path) -> None:
    """A load keeps lists and relations; the service that is started then finds the gaps."""
    (folder / FILE).unlink()
    loaded = start(folder)
    for step in (loaded.catalogue, loaded.analyses):
        step.prepare()
    loaded.keeping.keep()
    loaded.store.close()
    served = start(folder)
    served.known()
    served.keeping.keep()
    served.store.close()

    third = start(folder)
    third.missing()
    third.touched.prepare()
    assert third.analyses._present is None
    assert {} == third.touched._own._since  # nothing was read off the change log
    third.store.close()


def test_what_a_start_asked_for_nothing_of_stays_kept(folder: Path) -> None:
    """A service that ends early writes the file again, with what it found; the rest stays."""
    second = start(folder)
    with second.store.reading() as revision:
        second.keeping._kept.write(revision, {"found": b"besides"})
    second.store.close()

    third = start(folder)
    third.catalogue.prepare()
    third.analyses.prepare()
    read, said = third.watched.given, third.known()
    third.store.close()
    assert 0 == read
    assert said == read_anew(folder)


@pytest.mark.parametrize("kept", [True, False])
def test_the_name_of_a_thing_is_in_memory_once(folder: Path, kept: bool) -> None:
    """Lists, relations and histories name the same things.

    With 10,000 roles, copies of the names took 100 MB.
    """
    if not kept:
        (folder / FILE).unlink()
    second = start(folder)
    second.known()
    with second.catalogue.view() as view:
        names = {iri: id(iri) for iri in view.iris("roles")}
        pairs = second.analyses.relations(view).pairs("statementOf")
    owners = [one for found in pairs.values() for one in found if one in names]
    inverse = second.analyses._present.relations.inverse("statementOf")  # type: ignore[union-attr]
    named = [one for one in (*inverse, *second.touched._own._since) if one in names]
    second.store.close()

    assert owners
    assert named
    assert {True} == {id(one) == names[one] for one in (*owners, *named)}


def test_a_load_keeps_what_the_first_start_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who loads a catalogue waits for that anyway; who asks first should not."""
    monkeypatch.setattr(memory_plan, "BESIDE_MEMORY", 1)
    file, data = tmp_path / "more.nq", tmp_path / "data"
    file.write_text(
        f'{NEW} <{RDF}type> {ROLE} {GRAPH} .\n{NEW} {LABEL} "Harbour pilot"@en {GRAPH} .\n'
    )

    rolegraph("load", file, "--data-dir", data, "--guard", "off")

    first = start(data)
    first.catalogue.prepare()
    first.analyses.prepare()
    read, said = first.watched.given, first.known()
    first.store.close()
    assert 0 == read
    assert NEW.value in said["roles"]  # type: ignore[operator]
    assert said == read_anew(data)


def test_commits_since_are_taken_in(folder: Path) -> None:
    """A service that was killed keeps nothing; its last commits count all the same."""
    killed = start(folder)
    another_role(killed.store)
    killed.store.close()
    second = start(folder)
    said = second.known()
    second.store.close()

    assert NEW.value in said["roles"]  # type: ignore[operator]
    assert said == read_anew(folder)


def test_commits_before_the_first_read_are_taken_in(folder: Path) -> None:
    """Somebody may write before anybody has read."""
    second = start(folder)
    another_role(second.store)
    said = second.known()
    second.keeping.keep()
    second.store.close()
    third = start(folder)
    again = third.known()
    third.store.close()

    assert said == again == read_anew(folder)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def spoil(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def of_another_history(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"seal": "', b'"seal": "0', 1))


def of_other_rules(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"rules": "', b'"rules": "0', 1))


def no_json(file: Path) -> None:
    file.write_bytes(b"what is this?")


@pytest.mark.parametrize("change", [cut, spoil, of_another_history, of_other_rules, no_json])
def test_a_file_that_does_not_fit_is_left_aside(
    folder: Path, change: Callable[[Path], None]
) -> None:
    """The change log is the truth; the file only saves time."""
    change(folder / FILE)
    second = start(folder)
    said = second.known()
    second.store.close()

    assert said == read_anew(folder)


def found(started: Started) -> list[tuple[str, ...]]:
    """The findings, whatever engine worded their values."""
    return sorted(
        (f.severity, f.rule, f.focus or "", f.focus_label or "", f.path or "", f.value or "")
        for f in started.findings.all()
    )


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The texts that were validated whole."""
    texts: list[bytes] = []
    whole = CompiledRules.results_of

    def watched(self: CompiledRules, ntriples: bytes) -> list[ValidationResult]:
        texts.append(ntriples)
        return whole(self, ntriples)

    monkeypatch.setattr(CompiledRules, "results_of", watched)
    return texts


def test_the_next_start_validates_nothing(folder: Path, validated: list[bytes]) -> None:
    """With 1,000 roles the page of checks waited 3 s after each start."""
    second = start(folder)
    said = found(second)
    second.store.close()
    assert [] == validated

    (folder / FINDINGS_FILE).unlink()
    fresh = start(folder)
    assert said == found(fresh)
    fresh.store.close()
    assert 1 == len(validated)


def test_findings_take_in_what_came_after_they_were_kept(
    folder: Path, validated: list[bytes]
) -> None:
    """A new role lacks much; what was kept must not hide it."""
    killed = start(folder)
    another_role(killed.store)
    killed.store.close()
    second = start(folder)
    said = found(second)
    second.keeping.keep()
    second.store.close()
    third = start(folder)
    again = found(third)
    third.store.close()

    assert [] == validated
    assert said == again
    assert any(NEW.value in finding for finding in said)


def test_other_shapes_judge_anew(folder: Path, validated: list[bytes]) -> None:
    """Findings by rules that the catalogue no longer has are none."""
    second = start(folder)
    before = found(second)
    asking = [quad for quad in shapes_in(second.store) if quad.predicate.value == LEAST]
    second.store.apply(Patch(removed=frozenset(asking)))
    second.store.close()
    third = start(folder)
    after = found(third)
    third.store.close()

    assert 1 == len(validated)
    assert set(after) < set(before)


def test_another_day_judges_anew(
    folder: Path, validated: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts that nobody has checked for a year are found on the day on which the year is over."""
    monkeypatch.setenv("ROLEGRAPH_AS_OF", "2031-01-01")
    second = start(folder)
    said = found(second)
    second.store.close()

    assert 1 == len(validated)
    assert any("FactShape-fresh" in finding[1] for finding in said)


@pytest.mark.parametrize("change", [cut, spoil, of_another_history, of_other_rules, no_json])
def test_findings_that_do_not_fit_are_made_anew(
    folder: Path, validated: list[bytes], change: Callable[[Path], None]
) -> None:
    """A damaged file costs time and nothing else."""
    change(folder / FINDINGS_FILE)
    second = start(folder)
    found(second)
    second.store.close()

    assert 1 == len(validated)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Closure]:
    """The closures that were worked out from all triples."""
    made: list[Closure] = []
    whole = Closure.rebuild

    def watched(self: Closure, source: Callable[[], Iterable[Stated]]) -> None:
        made.append(self)
        whole(self, source)

    monkeypatch.setattr(Closure, "rebuild", watched)
    return made


def test_what_follows_is_kept_and_takes_in_commits(folder: Path, worked_out: list[Closure]) -> None:
    """With 1,000 roles the page of reasons took 5.8 s after each start."""
    second = start(folder)
    second.inference.text()
    second.store.close()
    killed = start(folder)
    another_role(killed.store)
    killed.store.close()
    assert 1 == len(worked_out)

    third = start(folder)
    _, said = third.inference.text()
    third.keeping.keep()
    third.store.close()
    assert 1 == len(worked_out)
    assert NEW.value.encode() in said

    (folder / INFERRED_FILE).unlink()
    fresh = start(folder)
    _, anew = fresh.inference.text()
    fresh.store.close()
    assert sorted(anew.splitlines()) == sorted(said.splitlines())


@pytest.mark.parametrize("change", [cut, spoil, of_another_history, of_other_rules, no_json])
def test_what_does_not_fit_is_worked_out_anew(
    folder: Path, worked_out: list[Closure], change: Callable[[Path], None]
) -> None:
    """What follows from another history, or by other rules, does not follow."""
    second = start(folder)
    _, said = second.inference.text()
    second.store.close()
    change(folder / INFERRED_FILE)
    third = start(folder)
    _, again = third.inference.text()
    third.store.close()

    assert sorted(said.splitlines()) == sorted(again.splitlines())
    assert 2 == len(worked_out)


def test_what_follows_about_a_thing_is_answered_without_all_else_that_follows(
    folder: Path, worked_out: list[Closure]
) -> None:
    """The page of reasons took 0.2 s after a start, since it unpacked what follows from all."""
    second = start(folder)
    second.inference.text()
    with second.catalogue.view() as view:
        things = [NamedNode(iri) for plural in second.catalogue.types for iri in view.iris(plural)]
    said = {thing: set(second.inference.about(thing)) for thing in things}
    second.store.close()

    third = start(folder)
    listed = {thing: set(third.inference.about(thing)) for thing in things}
    assert not third.inference.made
    another_role(third.store)
    about_new = third.inference.about(NEW)
    assert third.inference.made
    third.store.close()

    assert 1 == len(worked_out)
    assert any(said.values())
    assert said == listed
    assert about_new
