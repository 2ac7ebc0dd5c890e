"""`rolegraph diff --from`: what a change of files means, in words for a pull request."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from checking import edit
from typer.testing import CliRunner, Result

from rolegraph.cli.main import application
from rolegraph.errors import InputError, ParameterError

Diff = Callable[..., str]

MANIFEST = """
[catalogue]
title = "Harbour"
base = "https://harbour.example/id/"
language = "en"
"""
PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://harbour.example/id/roles/> .
@prefix duty: <https://harbour.example/id/responsibilities/> .
@prefix tool: <https://harbour.example/id/tools/> .
@prefix flow: <https://harbour.example/id/workflows/> .
@prefix step: <https://harbour.example/id/steps/> .
"""
ROLES = """
role:pilot a rg:Role ; skos:prefLabel "Pilot"@en ; rg:hasResponsibility duty:steer .
duty:steer a rg:Responsibility ; skos:prefLabel "Steer *ships*"@en ; rg:statementOf role:pilot .
"""
STEPS = """
flow:arrive a rg:Workflow ; skos:prefLabel "Arrive"@en ; rg:hasStep step:moor .
step:moor a rg:WorkflowStep ; skos:prefLabel "Moor"@en ; rg:stepOf flow:arrive ;
    rg:fulfils duty:steer ;
    rg:usesTool tool:radar .
tool:radar a rg:Tool ; skos:prefLabel "Radar"@en ; rg:supportsStatement duty:steer .
"""
MORE = """
duty:log a rg:Responsibility ; skos:prefLabel "Keep\\nthe log"@en ; rg:statementOf role:pilot .
duty:call a rg:Responsibility ; skos:prefLabel "Call the tower"@en ; rg:statementOf role:pilot .
"""


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def run(*arguments: str | Path) -> Result:
    """Run `rolegraph diff` and let its errors out."""
    done = CliRunner().invoke(application("diff"), ["diff", *map(str, arguments)])
    if done.exception:
        raise done.exception
    return done


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small catalogue inside a git repository, committed as `main`."""
    folder = tmp_path / "repository" / "harbour"
    (folder / "data").mkdir(parents=True)
    (folder / "rolegraph.toml").write_text(MANIFEST)
    (folder / "data" / "roles.ttl").write_text(PREFIXES + ROLES)
    (folder / "data" / "steps.ttl").write_text(PREFIXES + STEPS)
    git(folder.parent, "init", "-q", "-b", "main")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-qm", "start")
    monkeypatch.chdir(folder)
    return folder


def test_a_pull_request_is_told_what_its_change_means(harbour: Path) -> None:
    """A reviewer reads these sentences before, or in place of, the lines of Turtle."""
    edit(harbour / "data" / "steps.ttl", " ;\n    rg:usesTool tool:radar .", " .")
    edit(harbour / "data" / "steps.ttl", " ; rg:supportsStatement duty:steer", "")
    with (harbour / "data" / "roles.ttl").open("a") as file:
        file.write(MORE)

    lines = run("--from", "main", "--format", "markdown").stdout.splitlines()

    assert "## What changed from main to the files as they are now" == lines[0]
    assert [
        "- Pilot gained 2 responsibilities.",
        "- Changed: 1 tool (Radar) and 1 workflow step (Moor).",
        "- 1 workflow loses cover: Arrive (a step has no tool any more).",
        r"- 1 statement loses its last tool: Steer \*ships\*.",
    ] == lines[2:6]
    assert lines[6].startswith("- Completeness: ")
    assert lines[7].startswith("- Check: ")
    assert r"- “Steer \*ships\*” lost the tool Radar; none left." in lines
    assert "- Pilot gained the responsibility “Call the tower”." in lines
    assert "- Pilot gained the responsibility “Keep the log”." in lines
    assert "- Responsibilities without a step: 0 of 1 → 2 of 3" in lines


def test_what_stands_in_another_line_is_not_told_as_changed(harbour: Path) -> None:
    """One word more in a document gives each thing of it a new version; none of them changed."""
    file = harbour / "data" / "roles.ttl"
    file.write_text(file.read_text() + "role:pilot rg:sourceLine 4 ; rg:definedIn role:one .\n")
    git(harbour, "commit", "-qam", "with a place")
    edit(file, "rg:sourceLine 4 ; rg:definedIn role:one", "rg:sourceLine 6")

    text = run("--from", "HEAD").stdout

    assert "1 thing says the same, in other lines or in a new version of the document." in text
    assert "Changed:" not in text


def test_the_way_back_is_told_as_gains(harbour: Path) -> None:
    """A comparison in the other direction has to say the opposite, not the same."""
    edit(harbour / "data" / "steps.ttl", " ; rg:supportsStatement duty:steer", "")
    git(harbour, "commit", "-qam", "without support")

    text = run("--from", "HEAD", "--to", "HEAD~1").stdout

    assert "  1 statement gains its first tool: Steer *ships*.\n" in text
    assert "loses" not in text


def test_the_same_text_in_another_order_changes_nothing(harbour: Path) -> None:
    """Comments, order and prefixes are no meaning; nor are the names of blank nodes."""
    file = harbour / "data" / "roles.ttl"
    nested = 'role:pilot rg:about [ rg:a "1" ; rg:b ( "x" "y" ) ] .\n'
    file.write_text(PREFIXES + ROLES + nested)
    git(harbour, "commit", "-qam", "nested")
    file.write_text(
        PREFIXES
        + '# moved\n_:other rg:b ( "x" "y" ) ; rg:a "1" . role:pilot rg:about _:other .'
        + ROLES
    )

    assert "Nothing changed in meaning." in run("--from", "HEAD").stdout
    file.write_text(PREFIXES + ROLES + nested.replace('"y"', '"z"'))
    assert "Nothing changed" not in run("--from", "HEAD").stdout


def test_programs_read_the_same_as_json(harbour: Path) -> None:
    """A bot that writes comments or gates a merge must not parse sentences."""
    edit(harbour / "data" / "steps.ttl", " ; rg:supportsStatement duty:steer", "")

    said = json.loads(run("--from", "main", "--format", "json").stdout)

    assert ("main", None, True) == (said["from"], said["to"], said["changed"])
    assert [("Steer *ships*", "tool", ["Radar"], 0)] == [
        (c["label"], c["by"], c["lost"], c["left"]) for c in said["cover"]
    ]
    assert said["completeness"]["after"] < said["completeness"]["before"]
    assert ["Radar"] == [thing["label"] for thing in said["things"]]


def test_a_catalogue_that_was_not_there_is_all_new(harbour: Path) -> None:
    """The first pull request brings the catalogue itself."""
    git(harbour, "checkout", "-q", "--orphan", "empty")
    git(harbour, "rm", "-rq", "--cached", "..")
    git(harbour, "commit", "-q", "--allow-empty", "-m", "empty")

    text = run("--from", "empty").stdout

    assert "harbour/ was not there at empty, so all of it is new." in text
    assert "1 role came: Pilot." in text


def test_a_folder_that_became_a_catalogue_is_compared_with_its_files(harbour: Path) -> None:
    """“All of it is new” is wrong where only the `rolegraph.toml` is."""
    git(harbour, "rm", "-q", "--cached", "rolegraph.toml")
    git(harbour, "commit", "-qm", "data alone")
    with (harbour / "data" / "roles.ttl").open("a") as file:
        file.write(MORE)

    text = run("--from", "HEAD").stdout

    assert "harbour/ was no catalogue at HEAD: it had no rolegraph.toml" in text
    assert "Pilot gained 2 responsibilities." in text
    assert "1 role came" not in text


def test_what_only_moved_is_no_change(harbour: Path) -> None:
    """A file with another name, or a part of it in another file, says what it said."""
    nested = 'role:pilot rg:about [ rg:a "1" ; rg:b ( "x" "y" ) ] .\n'
    (harbour / "data" / "roles.ttl").write_text(PREFIXES + ROLES + nested)
    (harbour / "shapes").mkdir()
    rule = "@prefix sh: <http://www.w3.org/ns/shacl#> . <https://harbour.example/shape> "
    rule += "sh:targetClass <urn:c> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] ."
    (harbour / "shapes" / "own.ttl").write_text(rule)
    git(harbour, "add", ".")
    git(harbour, "commit", "-qm", "nested")
    git(harbour, "mv", "data/roles.ttl", "data/people.ttl")
    git(harbour, "mv", "shapes/own.ttl", "shapes/mine.ttl")
    (harbour / "data" / "steps.ttl").rename(harbour / "data" / "flows.nt.ttl")

    assert "Nothing changed in meaning." in run("--from", "HEAD").stdout
    (harbour / "data" / "people.ttl").write_text(PREFIXES + ROLES)
    assert "1 role (Pilot)" in run("--from", "HEAD").stdout


def test_changed_rules_are_named(harbour: Path) -> None:
    """A rule that is gone makes a catalogue look better without a change of its data."""
    (harbour / "shapes").mkdir()
    (harbour / "shapes" / "own.ttl").write_text(
        PREFIXES + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<https://harbour.example/shape> a sh:NodeShape ; sh:targetClass rg:Tool ;"
        " sh:property [ sh:path rg:purpose ; sh:minCount 1 ] ."
    )

    assert "The rules changed: shapes/own.ttl." in run("--from", "main").stdout


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data and shapes of somebody's own, in a repository without a catalogue."""
    folder = tmp_path / "garden"
    (folder / "plants").mkdir(parents=True)
    (folder / "rules.ttl").write_text(
        GARDEN + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "ex:PlantShape a sh:NodeShape ; sh:targetClass ex:Plant ;"
        " sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    )
    (folder / "plants" / "roses.ttl").write_text(
        f'{GARDEN}ex:rose a ex:Plant ; ex:name "Rose" ; ex:bed [ ex:soil [ ex:ph 6 ] ] .\n'
        '[] a ex:Plant ; ex:name "Weed" .\n<#here> ex:sees ex:rose .\n'
    )
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "start")
    monkeypatch.chdir(folder)
    return folder


GARDEN = "@prefix ex: <https://garden.example/> .\n"


def test_any_folder_is_compared_by_the_shapes_that_are_given(garden: Path) -> None:
    """Whoever has shapes and data of their own need not make a catalogue of them first."""
    assert "Nothing changed" in run("--from", "main", "plants", "--shapes", "rules.ttl").stdout
    with (garden / "plants" / "roses.ttl").open("a") as file:
        file.write("ex:tulip a ex:Plant .\n")

    text = run("--from", "main", "plants", "--shapes", "rules.ttl").stdout

    assert "1 Plant came: tulip." in text
    assert "Completeness: 100 % → 66 %." in text
    assert "ex:PlantShape without ex:name: 0 of 2 → 1 of 3" in text
    assert "ex:name is missing: at least 1 value needed. (plants/roses.ttl:5)" in text


def test_a_finding_is_told_with_its_value(garden: Path) -> None:
    """A new and a fixed finding with one text look as if nothing had changed."""
    edit(garden / "rules.ttl", "sh:minCount 1", "sh:minCount 1 ; sh:in ( 'Oak' )")
    git(garden, "commit", "-qam", "strict")
    edit(garden / "plants" / "roses.ttl", '"Rose"', '"Rosa"')

    text = run("--from", "HEAD", "plants", "--shapes", "rules.ttl").stdout
    markdown = run(
        "--from", "HEAD", "plants", "--shapes", "rules.ttl", "--format", "markdown"
    ).stdout

    assert "Value: Rosa. (plants/roses.ttl:2)" in text
    assert "Value: Rose." in text
    assert "~~Rose~~ → Rosa" in markdown


def test_an_added_value_is_called_added(garden: Path) -> None:
    """In Markdown it stood bare, as if it had been there before."""
    edit(garden / "plants" / "roses.ttl", '"Rose"', '"Rose", "Rosa"')
    options = ("plants", "--shapes", "rules.ttl", "--format", "markdown")

    assert "name: added Rosa" in run("--from", "HEAD", *options).stdout


def test_a_folder_that_got_another_name_is_said_to_be_new_with_the_way_out(garden: Path) -> None:
    """And compared from the folder around both names, nothing changed: findings neither."""
    edit(garden / "rules.ttl", "sh:minCount 1", "sh:minCount 7")
    git(garden, "commit", "-qam", "strict")
    git(garden, "mv", "plants", "beds")

    renamed = run("--from", "HEAD", "beds", "--shapes", "rules.ttl").stdout
    around = run("--from", "HEAD", ".", "--shapes", "rules.ttl").stdout

    assert "beds/ was not there at HEAD, so all of it is new." in renamed
    assert "compare the folder around both" in renamed
    assert "Nothing changed in meaning." in around


def test_rules_that_were_others_then_are_read_as_they_were(garden: Path) -> None:
    """A stricter rule is a change too, and what it finds is new."""
    edit(garden / "rules.ttl", "sh:minCount 1", "sh:minCount 2")

    text = run("--from", "main", "plants", "--shapes", "rules.ttl").stdout

    assert "The rules changed: rules.ttl." in text
    assert "Completeness: 100 % → 0 %." in text
    assert "Check: 2 new findings." in text


def test_a_node_without_a_name_is_told_by_its_place_and_what_it_hangs_on(garden: Path) -> None:
    """“Without a name” sends the reader through the whole file."""
    edit(garden / "plants" / "roses.ttl", "ex:ph 6", "ex:ph 7")
    edit(garden / "plants" / "roses.ttl", '"Weed"', '"Weed", "Nettle"')

    text = run("--from", "main", "plants", "--shapes", "rules.ttl").stdout

    assert "~ 'ex:soil of ex:bed of ex:rose' (plants/roses.ttl:2) changed" in text
    assert "+ ex:Plant 'without a name' (plants/roses.ttl:3) added" in text
    assert "+ a node without a name at plants/roses.ttl:2" in text
    assert "  Changed: 1 ex:Plant (ex:rose).\n" in text


def test_errors_name_the_thing_and_the_way_out(harbour: Path, tmp_path: Path) -> None:
    """Each is met on the first day in CI, where nobody can look around."""
    with pytest.raises(InputError, match=r"has no revision 'mian'.*git fetch.*fetch-depth: 0"):
        run("--from", "mian")
    with pytest.raises(InputError, match=r"has no revision '--help'"):
        run("--from=--help")
    with pytest.raises(InputError, match=r"no catalogue is here"):
        run("--from", "main", tmp_path)
    with pytest.raises(InputError, match="nowhere: no such file or folder"):
        run("--from", "main", "nowhere")
    with pytest.raises(ParameterError, match=r"'main' is neither .* rolegraph diff --from main"):
        run("main")
    with pytest.raises(ParameterError, match="Say what to compare"):
        run()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "rolegraph.toml").write_text(MANIFEST)
    with pytest.raises(InputError, match=r"lies in no git repository.* git init"):
        run("--from", "main", outside)
    (harbour / "data" / "roles.ttl").write_text("role:pilot a")
    with pytest.raises(InputError, match=r"data/roles\.ttl:1:\d+ as it is now does not parse"):
        run("--from", "main")


@pytest.mark.usefixtures("harbour")
def test_without_git_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A container for checks often has none."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(InputError, match="git is not installed"):
        run("--from", "main")
