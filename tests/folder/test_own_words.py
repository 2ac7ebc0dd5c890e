"""A catalogue's own words for headings and labels: read from `rolegraph.toml`, or refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.language.words import Words
from rolegraph.errors import ConfigurationError
from rolegraph.folder.manifest import parse_manifest
from rolegraph.folder.own_words import KEYS, WORD_LANGUAGES

HEAD = '[catalogue]\ntitle = "Yard"\nbase = "https://yard.example/id/"\n'
WORDS = """
[words.en]
responsibility = ["Standing orders", "Turn of hand"]
exclusion = ["Hands off"]
skipped = ["Requirements"]
roles = ["Berths and posts"]
role-words = ["scuttler"]
"""
DOCUMENT = """# The yard of the town

## Berths and posts

### The old scuttler

#### Standing orders

- Lift the loads of the day

#### Hands off

- The engine of the ferry

#### Requirements

- Known to all of us
"""
READ = [
    ("old scuttler", "responsibility", "read", "Lift the loads of the day"),
    ("old scuttler", "exclusion", "read", "The engine of the ferry"),
]
runner = CliRunner()


def reported(reading: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (role["name"], each["kind"], each["status"], each["text"])
        for role in reading["roles"]
        for each in role["statements"]
    ]


def words(table: str) -> Words:
    found = Words.load("en", parse_manifest(HEAD + table).words)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            '[words.en]\nresponsability = ["Orders"]',
            "t.toml:5: there is no key 'words.en.responsability' here. Did you mean 'responsibility'?",
        ),
        ('[words.cs]\nskipped = ["x"]', "there is no table of words for 'cs' to add to; there are en, de"),
        ('[words]\ngoal = ["x"]', "words.goal = 'goal': write it below its language, as in [words.en]"),
        ('[words.en]\ngoal = "Aim"', "t.toml:5: words.en.goal = 'Aim': write a list, as in"),
        ('[words.en]\ngoal = ["…"]', "t.toml:5: words.en.goal = '…': write the words of a heading or label."),
        (
            '[words.en]\ngoal = ["Aim"]\nneed = ["aim"]',
            "t.toml:4: [words.en] “aim” stands under goal and under need; keep one.",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_what_was_meant(table: str, message: str) -> None:
    """A misspelt kind that is passed over leaves the duties below its heading unread."""
    with pytest.raises(ConfigurationError) as caught:
        parse_manifest(HEAD + table, "t.toml")

    assert message in str(caught.value)


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_each_language_that_the_manifest_takes_has_a_table(language: str) -> None:
    """A language that is taken, and then not known to the reader, would be passed over."""
    assert Words.load(language) is not None


@pytest.mark.parametrize("key", [key for key in KEYS if key not in {"roles", "name", "activity"}])
def test_each_key_changes_what_is_understood(key: str) -> None:
    """A key that is taken and does nothing is worse than one that is refused."""
    found = words(f'[words.en]\n{key} = ["Quibblet"]')
    label = found.label("Quibblet")

    if key == "role-words":
        assert "quibblet" in found.role_words
    elif key == "no-role-words":
        assert "quibblet" in found.not_role_words
    else:
        assert label is not None
        assert (key,) == label.kinds


def test_the_catalogues_words_come_before_the_shipped_ones() -> None:
    """What a heading means here is for the catalogue to say, also where the package knows better."""
    label = words('[words.en]\nskipped = ["Requirements"]').label("Requirements")
    people = words('[words.en]\nskipped = ["Requirements"]').people

    assert label is not None
    assert "skipped" == label.kind
    assert "names of people are left out" == people


def test_documents_in_the_folder_are_read_with_them(tmp_path: Path) -> None:
    """Headings that only this organisation uses must not cost it its duties."""
    path = tmp_path / "posts.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    manifest = tmp_path / "rolegraph.toml"
    manifest.write_text(HEAD, encoding="utf-8")
    before = json.loads(runner.invoke(app, ["read", str(path), "--format", "json"]).output)
    manifest.write_text(HEAD + WORDS, encoding="utf-8")

    shown = runner.invoke(app, ["read", str(path), "--format", "json"])
    imported = runner.invoke(app, ["import", str(path)])

    assert READ != reported(before)
    assert READ == reported(json.loads(shown.output))
    assert "passes over" in shown.output
    assert 0 == imported.exit_code
    graph = (tmp_path / "data" / "posts.ttl").read_text(encoding="utf-8")
    assert "rg:Exclusion" in graph
