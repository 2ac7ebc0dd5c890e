"""`rolegraph documents check|sync|render`: exit codes and streams for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from mutations import SHIPPED, write_catalogue
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app

CHANGED = SHIPPED.replace("- Model experimentation\n", "- Choose hardware\n").replace(
    "- Feature engineering\n", ""
)

pytestmark = pytest.mark.usefixtures("catalogue")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_check_ends_with_0_1_or_2(tmp_path: Path) -> None:
    """Agreement, drift, and no answer are three things to a script."""
    document = write_catalogue(tmp_path)
    assert 0 == run("check", document).exit_code

    document.write_text(CHANGED, encoding="utf-8")
    drifted = run("check", document)
    assert 1 == drifted.exit_code
    assert "drift-removed" in drifted.stdout
    assert "| - Choose hardware" in drifted.stdout

    document.with_suffix(".ttl").unlink()
    missing = run("check", document)
    assert 2 == missing.exit_code
    assert "roles.ttl: cannot be read" in missing.stderr


@pytest.mark.parametrize("command", ["check", "sync", "render"])
@pytest.mark.parametrize("graph", ["<a> <b> .", "@prefix a: <https://example.org/> . a:b a a:c ."])
def test_a_graph_that_is_none_is_no_finding(command: str, graph: str, tmp_path: Path) -> None:
    """Nothing can be said about agreement with it."""
    document = write_catalogue(tmp_path)
    document.with_suffix(".ttl").write_text(graph, encoding="utf-8")
    result = run(command, document)

    assert 2 == result.exit_code, result.output
    assert "roles.ttl" in result.stderr


def test_sync_shows_a_patch_and_changes_nothing(tmp_path: Path) -> None:
    """A proposal is read before it is taken."""
    document = write_catalogue(tmp_path, CHANGED, whole=True)
    before = document.with_suffix(".ttl").read_bytes()
    result = run("sync", document)

    assert 1 == result.exit_code
    assert result.stdout.startswith("--- a/")
    assert "depend on “Feature engineering”" in result.stderr
    assert "“Engineer the features” fulfils it." in result.stderr
    assert "which activities “Choose hardware” is about" in result.stderr
    assert before == document.with_suffix(".ttl").read_bytes()


def test_sync_writes_when_told_to(tmp_path: Path) -> None:
    """After that all is well."""
    document = write_catalogue(tmp_path, CHANGED)

    assert 0 == run("sync", document, "--write").exit_code
    assert 0 == run("check", document).exit_code
    again = run("sync", document, "--write")
    assert (0, "") == (again.exit_code, again.stdout)


def test_sync_takes_nothing_back_unasked(tmp_path: Path) -> None:
    """Work done in the graph alone is lost only with --overwrite."""
    document = write_catalogue(tmp_path)
    graph = document.with_suffix(".ttl")
    text = graph.read_text(encoding="utf-8").replace(
        'Text "Feature engineering"', 'Text "Engineering"'
    )
    graph.write_text(text, encoding="utf-8")
    refused = run("sync", document, "--write")

    assert 1 == refused.exit_code
    assert "Changed in the graph alone" in refused.stderr
    assert text == graph.read_text(encoding="utf-8")
    assert 0 == run("sync", document, "--write", "--overwrite").exit_code
    assert 0 == run("check", document).exit_code


def test_render_needs_no_document(tmp_path: Path) -> None:
    """The graph alone is enough."""
    document = write_catalogue(tmp_path)
    document.unlink()
    result = run("render", document)

    assert (0, SHIPPED.encode()) == (result.exit_code, result.stdout_bytes)
    assert not document.exists()

    assert 0 == run("render", document, "--write").exit_code
    assert SHIPPED.encode() == document.read_bytes()

    copy = tmp_path / "copy.md"
    graph = document.with_suffix(".ttl")
    assert 0 == run("render", "elsewhere.md", "--graph", graph, "-o", copy).exit_code
    assert SHIPPED.encode() == copy.read_bytes()


def test_render_gives_earlier_versions(tmp_path: Path) -> None:
    """They stay in the graph."""
    document = write_catalogue(tmp_path, CHANGED)
    run("sync", document, "--write")
    result = run("render", document, "--version", "roles-614fbcafdd5d")

    assert (0, SHIPPED.encode()) == (result.exit_code, result.stdout_bytes)
    assert 2 == run("render", document, "--version", "roles-0").exit_code


def test_an_import_keeps_what_the_graph_knows_unless_told_otherwise(tmp_path: Path) -> None:
    """An import after a sync must not forget what was retired."""
    document = write_catalogue(tmp_path, CHANGED)
    run("sync", document, "--write")
    graph = document.with_suffix(".ttl")
    before = graph.read_text(encoding="utf-8")

    assert 0 == run("import", document).exit_code
    assert before == graph.read_text(encoding="utf-8")
    assert 0 == run("import", document, "--fresh").exit_code
    assert '"retired"' in before
    assert '"retired"' not in graph.read_text(encoding="utf-8")
