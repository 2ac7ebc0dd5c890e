"""A document under another name or in another format: one graph, the same IRIs, its history."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.folder.writing import with_document_renamed

ID = "https://quay.example/id/"
MANIFEST = f"""[catalogue]
title = "Quay"
base = "{ID}"

[documents]
# what everybody reads
"roles.md" = {{ language = "en" }}
"""
ROLES = """# Quay

## Dock Master

### Responsibilities

- Plan the berths

## Rope Officer

### Responsibilities

- Check the ropes
"""
runner = CliRunner()


@pytest.fixture
def quay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one document, of which a person judged something."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    curation = tmp_path / "data/roles.curation.yaml"
    text = curation.read_text(encoding="utf-8")
    curation.write_text(text.replace("activities: []", "activities: [planning]", 1), "utf-8")
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path


def _iris(graph: Path) -> set[str]:
    text = graph.read_text(encoding="utf-8")
    return set(re.findall(r"^((?:role|responsibility|document|scheme):\S+) a ", text, re.MULTILINE))


def test_the_import_asks_whether_a_new_document_is_one_that_is_gone(quay: Path) -> None:
    """Each thing had a second IRI, with “-2” behind it."""
    (quay / "roles.md").rename(quay / "handbook.md")

    result = runner.invoke(app, ["import", "handbook.md"])

    assert 2 == result.exit_code
    assert "is this roles.md under another name?" in result.output
    assert "2 of the 2 roles" in result.output
    assert "import handbook.md --replaces roles.md" in result.output
    assert not (quay / "data/handbook.ttl").exists()


def test_it_asks_too_where_the_new_name_is_in_the_manifest_already(quay: Path) -> None:
    """The old graph would stay, with everything in it in force."""
    (quay / "roles.md").rename(quay / "handbook.md")
    manifest = quay / "rolegraph.toml"
    manifest.write_text(MANIFEST.replace("roles.md", "handbook.md"), encoding="utf-8")

    assert "--replaces roles.md" in runner.invoke(app, ["import"]).output


def test_a_document_with_other_roles_is_a_new_one(quay: Path) -> None:
    """That one document is gone says nothing of what another one is."""
    (quay / "roles.md").unlink()
    other = "# Kitchen\n\n## Night Cook\n\n### Responsibilities\n\n- Cook the soup\n"
    (quay / "kitchen.md").write_text(other, encoding="utf-8")

    assert 0 == runner.invoke(app, ["import", "kitchen.md"]).exit_code


@pytest.mark.parametrize("name", ["handbook.md", "handbook/all-roles.md"])
def test_what_replaces_a_document_has_its_iris_history_and_judgements(
    quay: Path, name: str
) -> None:
    """It is the same document, and what people said of it is still said of it."""
    before = _iris(quay / "data/roles.ttl")
    (quay / name).parent.mkdir(exist_ok=True)
    (quay / "roles.md").rename(quay / name)
    (quay / name).write_text(ROLES.replace("the berths", "all berths"), encoding="utf-8")

    result = runner.invoke(app, ["import", name, "--replaces", "roles.md"])

    assert 0 == result.exit_code, result.output
    graph = (quay / "data" / name).with_suffix(".ttl")
    assert before <= _iris(graph)
    assert "prov:wasRevisionOf version:roles-" in graph.read_text(encoding="utf-8")
    assert not list((quay / "data").glob("roles.*"))
    curation = graph.with_name(f"{graph.stem}.curation.yaml").read_text(encoding="utf-8")
    assert "planning" in curation
    manifest = (quay / "rolegraph.toml").read_text(encoding="utf-8")
    assert MANIFEST.replace("roles.md", name) == manifest
    assert 0 == runner.invoke(app, ["import"]).exit_code


def test_another_format_under_the_same_name_takes_the_place(quay: Path) -> None:
    """The manifest named both, and each later command ended with the advice to remove the graph."""
    (quay / "roles.md").unlink()
    page = ROLES.replace("# Quay", "<h1>Quay</h1>")
    page = re.sub(r"(?m)^## (.*)$", r"<h2>\1</h2>", page)
    page = re.sub(r"(?m)^### (.*)$", r"<h3>\1</h3>", page)
    page = re.sub(r"(?m)^- (.*)$", r"<ul><li>\1</li></ul>", page)
    (quay / "roles.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    before = _iris(quay / "data/roles.ttl")

    result = runner.invoke(app, ["import", "roles.html"])

    assert 0 == result.exit_code, result.output
    assert "roles.html has the place of roles.md" in result.output
    assert before <= _iris(quay / "data/roles.ttl")
    assert 0 == runner.invoke(app, ["import"]).exit_code


def test_nothing_is_moved_where_the_new_document_cannot_be_read(quay: Path) -> None:
    """Half of a move would leave a catalogue that no command can use."""
    (quay / "roles.md").unlink()
    (quay / "handbook.yaml").write_text("a: [", encoding="utf-8")
    before = (quay / "data/roles.ttl").read_text(encoding="utf-8")

    result = runner.invoke(app, ["import", "handbook.yaml", "--replaces", "roles.md"])

    assert 1 == result.exit_code
    assert before == (quay / "data/roles.ttl").read_text(encoding="utf-8")
    assert MANIFEST == (quay / "rolegraph.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "message"),
    [("roles.md", "is still there"), ("never.md", "has no graph")],
)
def test_only_what_is_gone_is_replaced(quay: Path, old: str, message: str) -> None:
    """Two documents that are there are two."""
    (quay / "handbook.md").write_text(ROLES, encoding="utf-8")

    result = runner.invoke(app, ["import", "handbook.md", "--replaces", old])

    assert 2 == result.exit_code
    assert message in result.output


@pytest.mark.parametrize("key", ['"roles.md"', "'roles.md'"])
def test_the_line_of_a_document_keeps_all_but_its_name(key: str) -> None:
    """How it is read, and comments, are for people to write."""
    text = MANIFEST.replace('"roles.md"', key)

    assert MANIFEST.replace("roles.md", "b.md") == with_document_renamed(text, "roles.md", "b.md")
    assert with_document_renamed(text, "other.md", "b.md") is None
    assert with_document_renamed(text, "roles.md", "roles.md") is None
