"""`rolegraph init`: from an empty folder to a catalogue that passes its check."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands import rolegraph
from rolegraph import resources
from rolegraph.cli.main import application
from rolegraph.exchange.files.folder import Folder
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.folder.manifest import read_manifest
from rolegraph.folder.writing import license_iri

DOCUMENT = resources.part("data") / "roles.md"


def run(*arguments: str | Path, answers: str | None = None) -> Result:
    return CliRunner().invoke(application(), [*map(str, arguments)], input=answers)


def test_a_document_becomes_a_catalogue_without_violations(tmp_path: Path) -> None:
    """The first check of a newcomer must not be a wall of violations."""
    folder = tmp_path / "harbour"
    made = run(
        *("init", folder, "--from", DOCUMENT, "--title", "Harbour roles", "--language", "en"),
        *("--base", "https://harbour.example/id/", "--license", "CC-BY-4.0"),
    )
    checked = json.loads(run("check", folder, "--format", "json").stdout)

    assert 0 == made.exit_code, made.output
    assert "roles.md: copied from" in made.output
    assert 0 == checked["counts"]["violation"]
    graph = (folder / "data" / "roles.ttl").read_text("utf-8")
    assert "https://harbour.example/id/roles/" in graph
    assert "https://creativecommons.org/licenses/by/4.0/" in graph
    assert "w3id.org/rolegraph/id" not in graph
    assert "rolegraph maintainers" not in graph


def test_the_three_commands_that_come_next_are_told(tmp_path: Path) -> None:
    """They are the first things a newcomer types, so they have to work as they stand."""
    folder = tmp_path / "my roles"
    lines = run("init", folder, "--from", DOCUMENT, "--yes").stdout.splitlines()
    check, serve, again = [line.strip() for line in lines[-3:]]

    assert f"rolegraph check '{folder}'" == check
    assert f"rolegraph serve '{folder}'" == serve
    assert f"rolegraph documents import '{folder / 'roles.md'}'" == again
    assert 0 == run("documents", "import", folder / "roles.md").exit_code


def test_an_index_of_role_files_is_told_to_be_followed(tmp_path: Path) -> None:
    """Whoever gives the README of a folder of roles means the roles."""
    folder = tmp_path / "yard"
    (folder / "roles").mkdir(parents=True)
    (folder / "README.md").write_text("# Yard\n\n- [Lifting](roles/lifting.md)\n", "utf-8")
    (folder / "roles" / "lifting.md").write_text(
        "# Crane Driver\n\n## Responsibilities\n\n- Lift loads\n", "utf-8"
    )
    told = run("init", folder, "--from", folder / "README.md", "--yes").stdout.splitlines()
    followed = run("documents", "import", folder / "README.md", "--follow")

    assert f"rolegraph documents import {folder / 'README.md'} --follow" == told[-1].strip()
    assert 0 == followed.exit_code, followed.output
    assert list(folder.rglob("lifting.ttl"))


def test_init_reads_what_an_index_links_to(tmp_path: Path) -> None:
    """One command reads a folder with one file for each role, and keeps it read."""
    folder = tmp_path / "yard"
    (folder / "roles").mkdir(parents=True)
    (folder / "README.md").write_text("# Yard\n\n- [Lifting](roles/lifting.md)\n", "utf-8")
    (folder / "roles" / "lifting.md").write_text(
        "# Crane Driver\n\n## Responsibilities\n\n- Lift loads\n", "utf-8"
    )
    made = run("init", folder, "--from", folder / "README.md", "--yes", "--follow")

    assert 0 == made.exit_code, made.output
    assert list(folder.rglob("lifting.ttl"))
    documents = tomllib.loads((folder / "rolegraph.toml").read_text("utf-8"))["documents"]
    assert ["roles/lifting.md"] == list(documents)
    assert "write in rolegraph.toml" not in made.stdout

    elsewhere = tmp_path / "README.md"
    elsewhere.write_text("- [Lifting](roles/lifting.md)\n", "utf-8")
    refused = run("init", tmp_path / "other", "--from", elsewhere, "--yes", "--follow")
    assert "lies outside of" in str(refused.exception)
    assert not (tmp_path / "other").exists()


def test_links_to_other_pages_are_no_reason_to_follow(tmp_path: Path) -> None:
    """A document of roles often links to a licence or a page on how to begin."""
    folder = tmp_path / "yard"
    folder.mkdir()
    (folder / "roles.md").write_text(
        "# Crane Driver\n\n## Responsibilities\n\n- Lift loads\n\n"
        "## References\n\n- [Licence](licence.md)\n- [Gone](gone.md)\n",
        "utf-8",
    )
    (folder / "licence.md").write_text("Copy it as you like.\n", "utf-8")
    told = run("init", folder, "--from", folder / "roles.md", "--yes").stdout.splitlines()

    assert f"rolegraph documents import {folder / 'roles.md'}" == told[-1].strip()


def test_a_document_in_the_folder_stays_where_it_is(tmp_path: Path) -> None:
    """Whoever keeps a handbook does not want a second copy of it."""
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "roles.md").write_bytes(DOCUMENT.read_bytes())
    made = run("init", tmp_path, "--from", tmp_path / "handbook" / "roles.md", "--yes")

    assert 0 == made.exit_code, made.output
    assert ["handbook/roles.md"] == list(read_manifest(tmp_path / "rolegraph.toml").documents)
    assert (tmp_path / "data" / "handbook" / "roles.ttl").is_file()
    assert not (tmp_path / "roles.md").exists()


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    """A command that overwrites what somebody chose is a trap."""
    run("init", tmp_path, "--title", "First", "--yes")
    before = (tmp_path / "rolegraph.toml").read_bytes()
    again = run("init", tmp_path, "--title", "Second", "--yes")

    assert 0 != again.exit_code
    assert before == (tmp_path / "rolegraph.toml").read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [["--base", "harbour"], ["--language", "German"], ["--title", ""], ["--from", "missing.md"]],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, wrong: list[str]
) -> None:
    """Half a catalogue would have to be cleared away by hand."""
    folder = tmp_path / "new"
    made = run("init", folder, *wrong, "--yes")

    assert 0 != made.exit_code
    assert not folder.exists()


def test_a_folder_that_git_knows_ignores_the_store(tmp_path: Path) -> None:
    """The store's files are no content."""
    (tmp_path / ".gitignore").write_text("*.log")
    run("init", tmp_path, "--yes")

    assert ["*.log", ".rolegraph/", ".rolegraph-sync.json", ".rolegraph-documents.db"] == (
        (tmp_path / ".gitignore").read_text().split()
    )


def test_the_new_file_reads_back_as_it_was_told(tmp_path: Path) -> None:
    """Quotes and backslashes in a title are no syntax."""
    title = 'The "best" \\ roles, Häfen'
    run("init", tmp_path, "--title", title, "--creator", "O'Neil", "--yes")
    about = CatalogueFolder(tmp_path).manifest.catalogue

    assert (title, "O'Neil") == (about.title, about.creator)
    assert "https://example.org/the-best-roles-hafen/id/" == about.base


@pytest.mark.parametrize(
    ("given", "iri"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("Apache-2.0", "https://spdx.org/licenses/Apache-2.0"),
        ("https://a.example/terms", "https://a.example/terms"),
    ],
)
def test_a_licence_may_be_named(given: str, iri: str) -> None:
    """Nobody knows licences by their addresses."""
    assert iri == license_iri(given)


def test_a_catalogue_has_the_language_of_its_document(tmp_path: Path) -> None:
    """French words tagged as English are wrong for every reader and every screen reader."""
    document = tmp_path / "club.md"
    document.write_text(
        "# Le club\n\n## Rôles\n\n### Trésorier\n\nResponsabilités :\n\n"
        "- Tient les comptes de l'association.\n- Présente le bilan à l'assemblée générale.\n"
    )

    made = run("init", tmp_path / "new", "--from", document, "--yes")
    given = run("init", tmp_path / "given", "--from", document, "--language", "en", "--yes")

    assert (0, 0) == (made.exit_code, given.exit_code)
    assert "the language of the document, fr" in made.output
    assert '"Trésorier"@fr' in (tmp_path / "new" / "data" / "club.ttl").read_text("utf-8")
    assert '"Trésorier"@en' in (tmp_path / "given" / "data" / "club.ttl").read_text("utf-8")


ROLES = (
    "# Roles\n\n## Crane Driver\n\n### Responsibilities\n\n- Lift loads\n\n"
    "## Banksman\n\n### Responsibilities\n\n- Give signs\n"
)


@pytest.mark.parametrize(
    ("document", "graph"),
    [
        ("Our rôles (2024).md", "Our-roles-2024.ttl"),
        ("a+b & c.md", "a-b-c.ttl"),
        ("sub dir/roles.md", "sub-dir/roles.ttl"),
        ("角色.md", "c47b54e8.ttl"),
    ],
)
def test_a_document_may_have_any_file_name(tmp_path: Path, document: str, graph: str) -> None:
    """People name files with blanks and letters of their language; that broke the first command."""
    folder = tmp_path / "yard"
    (folder / document).parent.mkdir(parents=True)
    (folder / document).write_text(ROLES, "utf-8")

    made = run("init", folder, "--from", folder / document, "--yes")
    again = run("documents", "import", folder / document)

    assert (0, 0) == (made.exit_code, again.exit_code), made.output
    assert [folder / "data" / graph] == sorted((folder / "data").rglob("*.ttl"))
    assert [f"data/{graph}"] == list(Folder(folder / "data").texts)  # it can be pushed


def test_what_init_tells_is_what_the_graph_holds(tmp_path: Path) -> None:
    """The pages count nested statements and each letter, and nothing that waits for an answer."""
    document = tmp_path / "roles.md"
    document.write_text(
        "# Roles\n\n## Pilot\n\n- Guide ships\n  - by day\n  - by night\n- Never sail alone\n\n"
        "## RACI\n\n| Task | Pilot | Clerk |\n|---|---|---|\n| Pilotage | A/R | I |\n",
        "utf-8",
    )
    result = run("init", tmp_path / "yard", "--from", document, "--yes")
    graph = (tmp_path / "yard" / "data" / "roles.ttl").read_text("utf-8")

    assert "2 roles, 3 statements (2 of them nested), 3 assignments, " in result.output
    assert "roles.md, and not in the graph (1):" in result.output
    assert (3, 3) == (graph.count("a rg:Responsibility"), graph.count("a rg:Assignment"))


def test_two_accountable_roles_are_told_once(tmp_path: Path) -> None:
    """The rule is a query with a row for each of them, and was told twice in the same words."""
    document = tmp_path / "raci.csv"
    document.write_text("Task,Pilot,Clerk\nPilotage,A,A\nMooring,R,A\n", "utf-8")
    run("init", tmp_path / "yard", "--from", document, "--yes")
    result = run("check", tmp_path / "yard")

    assert 0 == result.exit_code
    assert 1 == result.output.count("should have one accountable role only")


def test_two_documents_cannot_have_one_graph(tmp_path: Path) -> None:
    """The table took the place of the document beside it, without a word."""
    folder = tmp_path / "yard"
    folder.mkdir()
    (folder / "roles.md").write_text(ROLES, "utf-8")
    run("init", folder, "--from", folder / "roles.md", "--yes")
    (folder / "roles.csv").write_text("Role,Duties\nPilot,Guide ships\nClerk,Count\n", "utf-8")
    before = (folder / "data" / "roles.ttl").read_text("utf-8")

    refused = rolegraph("documents", "import", folder / "roles.csv")

    assert 2 == refused.returncode
    assert "is the graph of roles.md" in refused.stderr
    assert before == (folder / "data" / "roles.ttl").read_text("utf-8")


def test_a_document_whose_form_is_fixed_takes_no_other_graph_either(tmp_path: Path) -> None:
    """The shipped document is read by a grammar of its own, and that way had no such refusal."""
    folder = tmp_path / "yard"
    folder.mkdir()
    (folder / "roles.csv").write_text("Role,Duties\nPilot,Guide ships\nClerk,Count\n", "utf-8")
    run("init", folder, "--from", folder / "roles.csv", "--yes")
    before = (folder / "data" / "roles.ttl").read_text("utf-8")
    (folder / "roles.md").write_bytes(DOCUMENT.read_bytes())
    curation = DOCUMENT.with_name("roles.curation.yaml")
    (folder / "roles.curation.yaml").write_bytes(curation.read_bytes())

    refused = rolegraph("documents", "import", folder / "roles.md")

    assert 2 == refused.returncode
    assert "is the graph of roles.csv" in refused.stderr
    assert before == (folder / "data" / "roles.ttl").read_text("utf-8")


def test_git_changes_no_line_ends_in_documents_and_graphs(tmp_path: Path) -> None:
    """A checkout with other line ends counted as an edit of each graph, and was refused."""
    (tmp_path / "orders.md").write_text(
        "# Orders\n\n## Chief\n\n### Duties\n\n- Keeps the roster\n"
    )
    assert 0 == rolegraph("init", "--yes", "--from", "orders.md", folder=tmp_path).returncode
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=true")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    graph = tmp_path / "data" / "orders.ttl"
    before = graph.read_bytes()
    graph.unlink()
    subprocess.run([*git, "checkout", "-q", "--", "."], cwd=tmp_path, check=True)

    assert before == graph.read_bytes()
    imported = rolegraph("documents", "import", folder=tmp_path)
    assert (0, before) == (imported.returncode, graph.read_bytes())


def test_attributes_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("*.md text\n")
    assert 0 == rolegraph("init", "--yes", folder=tmp_path).returncode

    assert "*.md text\n" == (tmp_path / ".gitattributes").read_text()
