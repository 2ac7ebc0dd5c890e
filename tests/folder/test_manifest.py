"""`rolegraph.toml` is read whole or refused, with the line of every fault."""

import pytest

from rolegraph.errors import ConfigurationError
from rolegraph.folder.manifest import RuleProfile, RuleSeverity, parse_manifest

GOOD = """\
[catalogue]
title = "Rollen im Hafen"
base = "https://hafen.example/id/"
language = "de"
languages = ["de", "en"]
license = "https://creativecommons.org/licenses/by/4.0/"

[documents]
"handbuch/rollen.md" = {}
"raci.xlsx" = { sheet = "RACI", reader = "raci" }

[rules]
profile = "draft"
"ToolShape-codeRepository" = "off"
"""


def test_all_of_it_is_read() -> None:
    """What a catalogue says of itself is the base of every IRI, text and rule."""
    manifest = parse_manifest(GOOD)

    assert ("de", "en") == manifest.catalogue.tags
    assert ["handbuch/rollen.md", "raci.xlsx"] == list(manifest.documents)
    assert "RACI" == manifest.documents["raci.xlsx"].sheet
    assert RuleProfile.DRAFT is manifest.rules.profile
    assert {"ToolShape-codeRepository": RuleSeverity.OFF} == manifest.rules.severities


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", "t.toml:2: there is no key 'catalogue.titel' here. Did you mean 'title'?"),
        ("[rules]", "[rule]", "t.toml:12: there is no key 'rule' here. Did you mean 'rules'?"),
        ("sheet =", "sheat =", "t.toml:10: there is no key 'documents.raci.xlsx.sheat' here. Did you mean 'sheet'?"),
        ('"draft"', '"drafty"', "t.toml:13: rules.profile = 'drafty': input should be 'draft' or 'complete'."),
        ('"off"', '"on"', "t.toml:14: rules.ToolShape-codeRepository = 'on': input should be"),
        ("/id/", "/id", "t.toml:3: catalogue.base = 'https://hafen.example/id': end it with a slash"),
        ("https://hafen", "hafen", "t.toml:3: catalogue.base = 'hafen.example/id/': write a whole address"),
        ('language = "de"', 'language = "German"', "t.toml:4: catalogue.language = 'German': write a language tag"),
        ('"handbuch/', '"../handbuch/', "t.toml:8: documents = "),
        ("[documents]", "[documents", "t.toml:8:11: this is not TOML"),
        ('title = "Rollen im Hafen"\n', "", "t.toml:1: the key 'catalogue.title' is missing."),
    ],
)  # fmt: skip
def test_each_fault_has_its_line(old: str, new: str, message: str) -> None:
    """A misspelt key that is silently passed over is a rule that silently does not hold."""
    with pytest.raises(ConfigurationError) as caught:
        parse_manifest(GOOD.replace(old, new), "t.toml")

    assert message in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    """Nobody should have to run a command once for each fault."""
    text = GOOD.replace("title", "titel").replace('"off"', '"of"')

    with pytest.raises(ConfigurationError) as caught:
        parse_manifest(text)

    lines = str(caught.value).splitlines()
    assert [1, 2, 14] == [int(line.split(":")[1]) for line in lines]


def test_lines_are_right_behind_texts_of_several_lines() -> None:
    """What looks like a key within a text is none."""
    text = '[catalogue]\ntitle = """a\nbase = 3\n"""\nbase = "https://a.example/id/"\nx = 1\n'

    with pytest.raises(ConfigurationError, match=r":6: there is no key 'catalogue\.x' here"):
        parse_manifest(text)
