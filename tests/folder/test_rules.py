"""Profiles and severities: one set of rules for check, guard, forms and pages."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from rolegraph import resources
from rolegraph.catalogue import Catalogue
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import Options
from rolegraph.checking.run import run
from rolegraph.errors import ConfigurationError, Refused
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

MANIFEST = '[catalogue]\ntitle = "Garden"\nbase = "https://garden.example/id/"\n'
PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix tool: <https://garden.example/id/tools/> .
"""
BARE_TOOL = 'tool:spade a rg:Tool ; skos:prefLabel "Spade"@en .'
BROKEN_TOOL = BARE_TOOL + ' tool:spade schema:codeRepository "none" .'


def garden(folder: Path, turtle: str, rules: str) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "rolegraph.toml").write_text(MANIFEST + rules)
    (folder / "data" / "tools.ttl").write_text(PREFIXES + turtle)
    return folder


def found(folder: Path) -> dict[str, str]:
    """Return rule → severity of what `rolegraph check` finds."""
    report = run(FileSelection((folder,)), Options(), resources.root(), folder)
    return {finding.rule: finding.severity for finding in report.findings}


def quads_of(turtle: str) -> Iterable[Quad]:
    graph = NamedNode(graph_of_file("data/tools.ttl"))
    for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def test_for_a_draft_what_is_missing_is_a_warning(tmp_path: Path) -> None:
    """On the first day nobody has everything, and must see what there is to add."""
    drafted = found(garden(tmp_path, BARE_TOOL, '[rules]\nprofile = "draft"\n'))
    complete = found(garden(tmp_path, BARE_TOOL, '[rules]\nprofile = "complete"\n'))

    assert "Warning" == drafted["ToolShape-codeRepository-missing"]
    assert "Violation" not in drafted.values()
    assert "Violation" == complete["ToolShape-codeRepository"]


def test_for_a_draft_what_is_broken_is_a_violation(tmp_path: Path) -> None:
    """A value that means nothing helps nobody, however early the day."""
    drafted = found(garden(tmp_path, BROKEN_TOOL, '[rules]\nprofile = "draft"\n'))

    assert "Violation" == drafted["ToolShape-codeRepository"]
    assert "ToolShape-codeRepository-missing" not in drafted


@pytest.mark.parametrize(
    ("reported", "severity"), [("off", None), ("info", "Info"), ("violation", "Violation")]
)
def test_a_rule_has_the_severity_that_the_catalogue_gives_it(
    tmp_path: Path, reported: str, severity: str | None
) -> None:
    """A programme without code repositories turns that rule off, and keeps the others."""
    text = f'[rules]\nprofile = "draft"\n"ToolShape-codeRepository" = "{reported}"\n'
    bare, broken = (found(garden(tmp_path, tool, text)) for tool in (BARE_TOOL, BROKEN_TOOL))

    assert severity == bare.get("ToolShape-codeRepository-missing")
    assert severity == broken.get("ToolShape-codeRepository")


def test_a_rule_that_is_no_shape_has_it_as_well(tmp_path: Path) -> None:
    """To whom rules are listed, rules of shapes and of files look alike."""
    turtle = BARE_TOOL + " tool:spade rg:supportsStatement <https://garden.example/id/x/y> ."
    default = found(garden(tmp_path, turtle, '[rules]\nprofile = "draft"\n'))
    lowered = found(
        garden(tmp_path, turtle, '[rules]\nprofile = "draft"\ndangling-link = "info"\n')
    )
    off = found(garden(tmp_path, turtle, '[rules]\nprofile = "draft"\ndangling-link = "off"\n'))

    assert "Violation" == default["dangling-link"]
    assert "Info" == lowered["dangling-link"]
    assert "dangling-link" not in off


def test_an_unknown_rule_is_an_error_with_the_nearest_names(tmp_path: Path) -> None:
    """A misspelt rule that is passed over is a rule that is not off."""
    folder = garden(tmp_path, BARE_TOOL, '[rules]\n"ToolShape-codeRepositry" = "off"\n')

    with pytest.raises(ConfigurationError, match="Did you mean 'ToolShape-codeRepository'"):
        found(folder)
    with pytest.raises(ConfigurationError, match=r"rolegraph\.toml"):
        list(catalogue_quads(folder))


def test_guard_and_forms_go_by_the_same_rules(tmp_path: Path) -> None:
    """What the check lets pass must be storable, and a form must not ask for more."""
    stores = {}
    for profile in ("draft", "complete"):
        folder = garden(tmp_path, "", f'[rules]\nprofile = "{profile}"\n')
        stores[profile] = EmbeddedStore()
        stores[profile].load(catalogue_quads(folder))
    bare = Patch(added=frozenset(quads_of(BARE_TOOL)))
    broken = Patch(added=frozenset(quads_of(BROKEN_TOOL)))

    def commit(profile: str, patch: Patch) -> int:
        committer = Committer(stores[profile], Guard(stores[profile]))
        return committer.commit(lambda _: patch, author="Ada", message=None).revision

    def needed(profile: str) -> int:
        field = Catalogue(stores[profile]).types["tools"].field("codeRepository")
        return field.min_count if field else -1

    assert 2 == commit("draft", bare)
    for profile, patch in (("draft", broken), ("complete", bare)):
        with pytest.raises(Refused):
            commit(profile, patch)
    assert (0, 1) == (needed("draft"), needed("complete"))


def test_a_catalogue_in_two_languages_has_a_name_in_each(tmp_path: Path) -> None:
    """Translations are no second name; two names in one language still are."""
    names = 'skos:prefLabel "Spade"@en , "Spaten"@de'
    spoken = 'languages = ["en", "de"]\n[rules]\nprofile = "draft"\n'
    both = found(garden(tmp_path, f"tool:spade a rg:Tool ; {names} .", spoken))
    twice = found(garden(tmp_path, f'tool:spade a rg:Tool ; {names} , "Grabscheit"@de .', spoken))
    alone = found(garden(tmp_path, f"tool:spade a rg:Tool ; {names} .", ""))

    assert "ThingShape-label" not in both
    assert "Violation" == twice["ThingShape-label"]
    assert "Violation" == alone["ThingShape-label"]


def test_texts_are_asked_for_in_the_languages_of_the_catalogue(tmp_path: Path) -> None:
    """A German catalogue is not full of violations for being German."""
    english = 'tool:spade a rg:Tool ; skos:prefLabel "Spade"@en .'
    german = 'tool:spade a rg:Tool ; skos:prefLabel "Spaten"@de .'
    rules = 'language = "de"\n[rules]\nprofile = "draft"\n'

    assert "ThingShape-label" in found(garden(tmp_path, english, rules))
    assert "ThingShape-label" not in found(garden(tmp_path, german, rules))
    report = run(
        FileSelection((garden(tmp_path, english, rules),)), Options(), resources.root(), tmp_path
    )
    assert any(
        "German" in finding.message and "@de" in finding.message for finding in report.findings
    )


def test_the_sample_keeps_its_rules_as_they_are_written() -> None:
    """Complete, in English and with no severities of its own, nothing is changed."""
    shapes = {q for q in catalogue_quads(resources.root()) if "graph/shapes/" in str(q.graph_name)}

    assert not any("-missing>" in str(quad.subject) for quad in shapes)


def test_letters_in_a_matrix_count_as_work_in_a_draft(tmp_path: Path) -> None:
    """A catalogue that is nothing but a matrix was told to write three duties for each role."""
    letters = " ".join(
        f"ex:{n} a rg:Assignment ; rg:assignedRole ex:{role} ; rg:participation rg:responsible ; "
        f"rg:assignedActivity ex:work{n} ."
        for role, numbers in (("pilot", (1, 2, 3)), ("clerk", (4, 5)))
        for n in numbers
    )
    roles = "ex:pilot a rg:Role . ex:clerk a rg:Role . "
    turtle = f"@prefix ex: <https://garden.example/id/x/> . {roles}{letters}"
    names = {}
    for profile, rule in (("draft", "-missing"), ("complete", "")):
        folder = garden(tmp_path, turtle, f'[rules]\nprofile = "{profile}"\n')
        report = run(FileSelection((folder,)), Options(), resources.root(), folder)
        names[profile] = {
            str(each.focus).rpartition("/")[2]: each.message
            for each in report.findings
            if each.rule == f"RoleShape-responsibility{rule}"
        }

    assert {"clerk"} == set(names["draft"])
    assert "letters for it in a responsibility matrix" in names["draft"]["clerk"]
    assert {"clerk", "pilot"} == set(names["complete"])
