"""An index that links to one file for each role is followed on request, inside the folder alone."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.links import follow

MANIFEST = """[catalogue]
title = "Yard"
base = "https://yard.example/id/"

[documents]
"roles/lifting.md" = {}
"""
README = """# The yard

## Roles

- [Lifting](roles/lifting.md) - who lifts
- [The office](roles/office/)
- [The law](https://example.org/law.md)
- [Secret](../secret.md)
"""
runner = CliRunner()


def role(name: str, duty: str) -> str:
    return f"# {name}\n\n## Responsibilities\n\n- {duty}\n"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A README that links to a role, to a folder with an index, to the web, and outside."""
    folder = tmp_path / "yard"
    texts = {
        "rolegraph.toml": MANIFEST,
        "README.md": README,
        "roles/lifting.md": role("Crane Driver", "Lift loads"),
        "roles/office/README.md": "# Office\n\n- [Clerk](clerk.md)\n- [Back](../../README.md)\n",
        "roles/office/clerk.md": role("Clerk", "Write letters"),
        "../secret.md": role("Spy", "Listen"),
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "README.md"


def graphs(index: Path) -> list[str]:
    root = index.parent
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.ttl"))


def test_what_an_index_links_to_is_read_and_named(index: Path) -> None:
    """Whoever has one file a role must not name each of them, and must see which were read."""
    result = runner.invoke(app, ["import", str(index), "--follow"])

    assert 0 == result.exit_code, result.output
    assert ["data/roles/lifting.ttl", "data/roles/office/clerk.ttl"] == graphs(index)
    assert "roles/office/clerk.md is one of its documents now" in result.output
    assert "roles/lifting.md is one of its documents now" not in result.output
    assert '"roles/office/clerk.md" = {}' in index.with_name("rolegraph.toml").read_text("utf-8")


def test_nothing_outside_of_the_folder_and_nothing_of_the_web_is_read(index: Path) -> None:
    """A document from somebody else must not make rolegraph read files it was never shown."""
    (index.parent / "roles" / "link.md").symlink_to(index.parent.parent / "secret.md")
    index.write_text(README + "- [Link](roles/link.md)\n- [Top](/../secret.md)\n", encoding="utf-8")

    result = runner.invoke(app, ["import", str(index), "--follow"])

    assert "Spy" not in "".join(Path(index.parent, each).read_text() for each in graphs(index))
    for reported in (
        "README.md:7: not followed: https://example.org/law.md is on the web",
        "README.md:8: not followed: ../secret.md lies outside of the folder",
        "README.md:9: not followed: roles/link.md lies outside of the folder",
        "README.md:10: not followed: /../secret.md lies outside of the folder",
    ):
        assert reported in result.output


def test_a_link_that_leads_nowhere_is_a_finding_and_the_rest_is_read(index: Path) -> None:
    """A file that was moved must be noticed, and must not cost the others."""
    index.write_text(README + "- [Gone](roles/gone.md)\n", encoding="utf-8")

    result = runner.invoke(app, ["import", str(index), "--follow"])

    assert 1 == result.exit_code
    assert "README.md:9: not followed: roles/gone.md is not there." in result.output
    assert ["data/roles/lifting.ttl", "data/roles/office/clerk.ttl"] == graphs(index)


def test_without_being_asked_nothing_is_followed_and_the_command_is_told(index: Path) -> None:
    """Reading other files than those that were named is for the user to decide."""
    result = runner.invoke(app, ["import", str(index)])

    assert 1 == result.exit_code
    assert [] == graphs(index)
    assert "It links to other files: roles/lifting.md" in result.output
    assert "README.md --follow" in result.output


def test_indexes_that_link_to_each_other_come_to_an_end(index: Path) -> None:
    """Most pages of a handbook link back to its first page."""
    found = follow(index)

    assert ["lifting.md", "clerk.md", "README.md", "README.md"] == [p.name for p in found.documents]
