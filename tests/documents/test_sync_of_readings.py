"""`documents sync` of documents as people write them, and imports of many at once."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path

import pytest
import yaml
from rdflib import Graph
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.cli.documents.importing import Importing
from rolegraph.documents.importing.elsewhere import REMEMBERED, Elsewheres
from rolegraph.documents.outline import Outline

MANIFEST = """[catalogue]
title = "Yard roles"
base = "https://yard.example/id/"
language = "en"
creator = "Yard Office"

[documents]
"roles.md" = {}
"more.md" = {}
"""
ROLES = """# Yard

## Crane Driver

### Responsibilities

- Lift all the heavy loads of the yard
- May approve plans

## Banksman

### Responsibilities

- Give signs
"""
MORE = """# More of the yard

## Yard Master

### Responsibilities

- Plan the shifts
"""
TEXTS = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?s ?text ?status { ?s rg:verbatimText ?text OPTIONAL { ?s rg:status ?status } }"""
runner = CliRunner()


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with two documents, imported by one command."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    (tmp_path / "more.md").write_text(MORE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path


def statements(folder: Path, name: str = "roles") -> dict[str, tuple[str, str]]:
    graph = Graph().parse(folder / "data" / f"{name}.ttl")
    return {str(text): (str(iri), str(status or "")) for iri, text, status in graph.query(TEXTS)}


def test_without_a_name_all_documents_of_the_catalogue_are_imported(yard: Path) -> None:
    """Five hundred documents are not imported by five hundred commands."""
    assert {"roles.ttl", "more.ttl", "roles.curation.yaml", "more.curation.yaml"} == {
        path.name for path in (yard / "data").iterdir()
    }


def test_one_bad_document_does_not_stop_the_others(yard: Path) -> None:
    """The rest of the work is done, and the exit code tells that something was not."""
    (yard / "roles.md").write_bytes(b"# Caf\xe9\n")
    (yard / "more.md").write_text(MORE.replace("shifts", "weeks"), encoding="utf-8")
    result = runner.invoke(app, ["import"])

    assert 1 == result.exit_code
    assert "roles.md" in result.output
    assert "Plan the weeks" in statements(yard, "more")


@pytest.mark.usefixtures("yard")
def test_a_graph_of_one_name_takes_one_document() -> None:
    """Two documents must not be written over each other."""
    result = runner.invoke(app, ["import", "roles.md", "more.md", "--output", "x.ttl"])

    assert 2 == result.exit_code
    assert "for one document" in result.output


@pytest.mark.usefixtures("yard")
def test_nothing_to_do_ends_with_0() -> None:
    """A check in CI asks just that."""
    result = runner.invoke(app, ["sync", "roles.md"])

    assert 0 == result.exit_code
    assert "say the same" in result.output


def test_a_changed_line_is_shown_and_written_only_when_asked(yard: Path) -> None:
    """Who looks must not change anything."""
    before = {path: path.read_bytes() for path in (yard / "data").iterdir()}
    (yard / "roles.md").write_text(ROLES.replace("heavy", "heaviest"), encoding="utf-8")
    shown = runner.invoke(app, ["sync", "roles.md"])

    assert 1 == shown.exit_code
    assert "+" in shown.stdout
    assert before == {path: path.read_bytes() for path in (yard / "data").iterdir()}

    assert 0 == runner.invoke(app, ["sync", "--write", "roles.md"]).exit_code
    changed = {p.name for p in (yard / "data").iterdir() if before.get(p) != p.read_bytes()}
    assert {"roles.ttl", "roles.curation.yaml"} == changed
    assert 0 == runner.invoke(app, ["check", "roles.md"]).exit_code


def test_other_words_keep_the_iri_also_when_imported_again(yard: Path) -> None:
    """A citation of the statement must not break because a word was changed."""
    old, _ = statements(yard)["Lift all the heavy loads of the yard"]
    (yard / "roles.md").write_text(ROLES.replace("heavy", "heaviest"), encoding="utf-8")
    runner.invoke(app, ["sync", "--write", "roles.md"])
    assert (old, "") == statements(yard)["Lift all the heaviest loads of the yard"]

    (yard / "data/roles.ttl").unlink()
    runner.invoke(app, ["import", "roles.md"])
    assert (old, "") == statements(yard)["Lift all the heaviest loads of the yard"]


def test_a_negation_is_never_other_words(yard: Path) -> None:
    """“May approve” and “may not approve” are two statements; one must not become the other."""
    old, _ = statements(yard)["May approve plans"]
    (yard / "roles.md").write_text(ROLES.replace("May approve", "May not approve"), "utf-8")
    result = runner.invoke(app, ["sync", "--write", "roles.md"])
    after = statements(yard)

    assert (old, "retired") == after["May approve plans"]
    assert "May not approve plans" not in after
    assert "May not approve plans" in result.output


def test_what_was_written_beside_a_statement_goes_with_it(yard: Path) -> None:
    """Activities and notes are a person's work."""
    place = yard / "data/roles.curation.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("activities: []", "activities: [lifting]", 1), "utf-8")
    runner.invoke(app, ["import", "roles.md"])
    (yard / "roles.md").write_text(ROLES.replace("heavy", "heaviest"), encoding="utf-8")
    runner.invoke(app, ["sync", "--write", "roles.md"])
    role = yaml.safe_load(place.read_text(encoding="utf-8"))["roles"]["Crane Driver"]

    assert ["lifting"] == role["statements"][0]["activities"]
    assert "Lift all the heavy loads of the yard" == role["statements"][0]["formerly"]


def test_what_the_graph_alone_has_is_not_lost_without_a_word(yard: Path) -> None:
    """An edit through the service must not go because somebody edits the document."""
    graph = yard / "data/roles.ttl"
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text.replace("Give signs", "Give clear signs"), encoding="utf-8")
    result = runner.invoke(app, ["sync", "--write", "roles.md"])

    assert 1 == result.exit_code
    assert "Changed in the graph alone" in result.output
    assert "Give clear signs" in graph.read_text(encoding="utf-8")

    assert 0 == runner.invoke(app, ["sync", "--write", "--overwrite", "roles.md"]).exit_code
    assert "Give signs" in statements(yard)


def test_what_other_graphs_hold_is_remembered_and_read_again_when_they_change(
    tmp_path: Path,
) -> None:
    """A change of one of 500 documents reads one graph; an old memory must not decide anything."""
    graphs = [tmp_path / f"{number}.ttl" for number in range(60)]
    role = (
        "@prefix rg: <https://w3id.org/rolegraph/ontology#> . "
        "<https://y.example/roles/{}> a rg:Role ; rg:definedIn <https://y.example/v> ."
    )
    for number, path in enumerate(graphs):
        path.write_text(role.format(f"r{number}"), encoding="utf-8")
    first = Elsewheres(graphs, tmp_path)
    first.remember()
    assert (tmp_path / REMEMBERED).exists()
    graphs[7].write_text(role.format("changed"), encoding="utf-8")
    others = Elsewheres(graphs, tmp_path).without(graphs[0])

    assert "https://y.example/roles/changed" in others.roles
    assert "https://y.example/roles/r8" in others.roles
    assert "https://y.example/roles/r7" not in others.roles
    assert "https://y.example/roles/r0" not in others.roles

    other_form = sqlite3.connect(tmp_path / "other.db")
    other_form.execute("CREATE TABLE graph (number INTEGER, path TEXT)")
    other_form.close()
    whole = (tmp_path / REMEMBERED).read_bytes()
    for content in (b"{broken", whole[:5000], (tmp_path / "other.db").read_bytes()):
        (tmp_path / REMEMBERED).write_bytes(content)
        assert "https://y.example/roles/r8" in Elsewheres(graphs, tmp_path).without(graphs[0]).roles


def test_a_document_that_left_the_catalogue_holds_nothing(tmp_path: Path) -> None:
    """Its roles must be free for the others, though the memory of the folder still has them."""
    graphs = [tmp_path / f"{number}.ttl" for number in range(60)]
    for number, path in enumerate(graphs):
        path.write_text(
            "@prefix rg: <https://w3id.org/rolegraph/ontology#> . "
            f"<https://y.example/roles/r{number}> a rg:Role ; rg:definedIn <https://y.example/v> .",
            encoding="utf-8",
        )
    Elsewheres(graphs, tmp_path).remember()
    others = Elsewheres(graphs[:-1], tmp_path).without(graphs[0])

    assert "https://y.example/roles/r58" in others.roles
    assert "https://y.example/roles/r59" not in others.roles
    assert [] == list(others.graphs_of("https://y.example/roles/r59"))
    assert [graphs[58]] == list(others.graphs_of("https://y.example/roles/r58"))


def test_nothing_of_a_document_stays_in_memory_when_the_next_one_is_imported(yard: Path) -> None:
    """The memory of an import must not grow with the number of documents."""
    importing = Importing(fresh=False, language=None)
    gc.collect()  # what the fixture left
    gc.disable()  # else the collector may have passed by chance
    try:
        for name in ("roles.md", "more.md"):
            assert 0 == importing.run(yard / name, None, None)
        kept = [each for each in gc.get_objects() if isinstance(each, Outline)]
    finally:
        gc.enable()

    assert [] == kept


def test_what_only_moved_is_one_line(yard: Path) -> None:
    """A paragraph before the roles must not hide the one statement that was changed."""
    text = (yard / "roles.md").read_text(encoding="utf-8")
    text = text.replace("# Yard\n", "# Yard\n\nAn introduction to the yard.\n")
    (yard / "roles.md").write_text(text.replace("Give signs", "Give clear signs"), encoding="utf-8")

    output = runner.invoke(app, ["sync", "roles.md"]).output

    drift = [line for line in output.splitlines() if ": drift-" in line]
    assert 2 == len(drift)
    assert "drift-reworded: “Give clear signs” has other words in the document" in drift[0]
    assert "drift-shifted: 2 statements and" in drift[1]


@pytest.mark.parametrize("first", ["roles.md", "more.md"])
@pytest.mark.parametrize("way", ["import", "sync"])
def test_a_role_that_moves_to_another_document_keeps_its_iri_and_is_in_force(
    yard: Path, first: str, way: str
) -> None:
    """Retired here and defined there, it would be both, and no push would take it."""
    second = "more.md" if first == "roles.md" else "roles.md"
    text = (yard / first).read_text(encoding="utf-8")
    name = "Banksman" if first == "roles.md" else "Yard Master"
    start = text.index(f"## {name}")
    (yard / first).write_text(text[:start] + "## Clerk\n\nKeeps the books.\n", encoding="utf-8")
    other = yard / second
    other.write_text(other.read_text(encoding="utf-8") + "\n" + text[start:], encoding="utf-8")
    if way == "sync":
        for document in ("roles.md", "more.md"):
            runner.invoke(app, ["sync", "--write", document])

    result = runner.invoke(app, ["import"])

    assert 0 == result.exit_code, result.output
    assert "So run" not in result.output
    whole = Graph()
    for graph in (yard / "data").glob("*.ttl"):
        whole.parse(graph)
    role = f"https://yard.example/id/roles/{name.lower().replace(' ', '-')}"
    asked = f"""PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        SELECT ?version {{ <{role}> rg:definedIn ?version
            FILTER NOT EXISTS {{ <{role}> rg:status "retired" }} }}"""
    (version,) = [str(row[0]) for row in whole.query(asked)]
    assert f"/{second.removesuffix('.md')}-" in version
    duty = "Give signs" if name == "Banksman" else "Plan the shifts"
    in_force = [str(row[0]) for row in whole.query(TEXTS) if str(row[1]) == duty and row[2] is None]
    assert 1 == len(in_force)
    assert 0 == runner.invoke(app, ["import"]).exit_code  # nothing is left to make again


def test_a_role_is_not_said_to_differ_because_of_a_statement_that_is_gone(yard: Path) -> None:
    """The statement has a finding of its own; the role says what it said."""
    document = yard / "roles.md"
    text = document.read_text(encoding="utf-8").replace("- May approve plans\n", "")
    document.write_text(text, encoding="utf-8")
    output = runner.invoke(app, ["sync", "roles.md"]).output

    assert "drift-removed: “May approve plans”" in output
    assert "Crane Driver” is not in the graph as" not in output
    assert "`rolegraph documents sync --write` brings the graph up to the document." in output


@pytest.mark.usefixtures("yard")
def test_the_check_tells_other_words_as_that(yard: Path) -> None:
    """“Removed” and “added” hide that a duty only has other words now."""
    (yard / "roles.md").write_text(ROLES.replace("heavy", "heaviest"), encoding="utf-8")

    result = runner.invoke(app, ["check", "roles.md"])

    said = " ".join(result.output.split())
    assert 1 == result.exit_code
    assert "drift-reworded" in said
    assert "“Lift all the heaviest loads of the yard” has other words in the document" in said
    assert "the graph has “Lift all the heavy loads of the yard”" in said
    assert "drift-added" not in said
    assert "drift-removed" not in said


@pytest.mark.usefixtures("yard")
def test_the_check_never_tells_a_negation_as_other_words(yard: Path) -> None:
    """“May approve” and “may not approve” are two statements."""
    (yard / "roles.md").write_text(ROLES.replace("May approve", "May not approve"), "utf-8")

    result = runner.invoke(app, ["check", "roles.md"])

    assert "drift-removed" in result.output
    assert "has other words" not in result.output


def test_an_import_tells_what_it_retires(yard: Path) -> None:
    """Other words are a new statement for an import; only a sync takes them for the same one."""
    roles = yard / "roles.md"
    roles.write_text(ROLES.replace("all the heavy", "all of the heavy"), encoding="utf-8")
    told = runner.invoke(app, ["import", "roles.md"]).output
    again = runner.invoke(app, ["import", "roles.md"]).output
    roles.write_text(ROLES.replace("- Lift all the heavy loads of the yard\n", ""), "utf-8")
    less = runner.invoke(app, ["import", "roles.md"]).output

    assert "Retired, since roles.md does not say it any more (1):\n  Lift all the heavy" in told
    assert "`rolegraph documents sync roles.md --write`, which keeps its IRI" in told
    assert "Retired" not in again
    assert "  Lift all of the heavy" in less
    assert "other words" not in less
