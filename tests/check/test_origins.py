"""A finding on what an import has written points to where a person can change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import rolegraph

MANIFEST = """[catalogue]
title = "Yard"
base = "https://yard.example/id/"
creator = "Yard Office"

[rules]
profile = "draft"

[documents]
"roles.md" = {}
"""
ROLES = """# Yard roles

## Crane Driver

### Responsibilities

- Lift loads

| Task | Crane Driver | Banksman |
|---|---|---|
| Lift | A | C |
"""


@pytest.fixture
def findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Return what a check says of a catalogue with one imported document."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == rolegraph("documents", "import").returncode
    return list(json.loads(rolegraph("check", "--format", "json").stdout)["findings"])


def places(findings: list[dict[str, object]], rule: str, label: str) -> list[tuple[object, str]]:
    """Return file and text of the line of each finding of a rule about a thing."""
    found = [each for each in findings if each["rule"] == rule and each["focusLabel"] == label]
    return [
        (each["file"], Path(str(each["file"])).read_text().splitlines()[int(str(each["line"])) - 1])
        for each in found
    ]


def test_what_a_role_or_statement_lacks_is_written_in_the_curation(
    findings: list[dict[str, object]],
) -> None:
    """Whoever edits the generated graph loses the work with the next import."""
    curation = "data/roles.curation.yaml"
    assert [(curation, "  Crane Driver:  # line 3")] == places(
        findings, "RoleShape-definition", "Crane Driver"
    )
    assert [(curation, "      - text: Lift loads  # line 7")] == places(
        findings, "StatementShape-activity-missing", "Lift loads"
    )
    lacking = next(each for each in findings if each["rule"] == "RoleShape-definition")
    assert "write `definition: …` there, and import again" == lacking["hint"]
    assert lacking["snippet"] is None
    (graph,) = lacking["related"]  # type: ignore[misc]
    assert "data/roles.ttl" == graph["file"]


def test_what_only_the_document_can_say_is_shown_there(findings: list[dict[str, object]]) -> None:
    """An activity stands in a table of the document; nothing of it is in the curation file."""
    assert [("roles.md", "| Lift | A | C |")] == places(
        findings, "ActivityShape-responsible", "Lift"
    )


def test_an_import_writes_nothing_without_its_line(findings: list[dict[str, object]]) -> None:
    """Our own rules must not complain of what our own import has made."""
    assert [] == [
        each["focus"] for each in findings if each["rule"] == "QuotedShape-sourceLine-missing"
    ]
