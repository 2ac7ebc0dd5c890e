"""A finding on what an import has written points to where a person can change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

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


def test_what_the_roles_as_a_whole_lack_is_written_in_the_curation(
    findings: list[dict[str, object]],
) -> None:
    """The import cannot know whether a list of roles is complete; a person says so in one line."""
    curation = "data/roles.curation.yaml"
    rules = ("RoleSchemeShape-definition", "RoleSchemeShape-openList-missing")
    for rule in rules:
        assert [(curation, "scheme:  # the roles of this document as a whole")] == places(
            findings, rule, "Yard roles"
        )
    lacking = next(each for each in findings if each["rule"] == rules[1])
    assert "write `is_open: …` there, and import again" == lacking["hint"]

    written = Path(curation).read_text(encoding="utf-8")
    said = "  definition: What somebody in the yard answers for.\n  is_open: false\n"
    kept = [line for line in written.splitlines(keepends=True) if "# is_open" not in line]
    text = "".join(said if "# definition: what a role is here" in line else line for line in kept)
    Path(curation).write_text(text, encoding="utf-8")
    assert 0 == rolegraph("documents", "import").returncode
    assert said in Path(curation).read_text(encoding="utf-8")
    after = json.loads(rolegraph("check", "--format", "json").stdout)["findings"]
    assert not {each["rule"] for each in after} & set(rules)


def test_the_bytes_of_a_workbook_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of a sheet is no line of the file; the terminal got the inside of a zip archive."""
    book = Workbook()
    for row in (["Task", "Crane Driver", "Banksman"], ["Lift", "R", "C"], ["Sign", "", "R"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "raci.xlsx")
    (tmp_path / "rolegraph.toml").write_text(
        MANIFEST.replace("roles.md", "raci.xlsx"), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert 0 == rolegraph("documents", "import").returncode
    shown = rolegraph("check").stdout
    assert "raci.xlsx:2:1" in shown
    assert "�" not in shown
    assert "PK" not in shown


def test_a_definition_of_an_activity_belongs_in_the_file_of_activities(
    findings: list[dict[str, object]],
) -> None:
    """Neither the document nor its curation has a place for it."""
    (found,) = [each for each in findings if each["rule"] == "ActivityShape-definition"]

    assert "roles.md" == found["file"]
    assert "data/activities.ttl" in str(found["hint"])


def test_a_curation_file_beside_its_document_is_named_where_it_lies(
    findings: list[dict[str, object]], tmp_path: Path
) -> None:
    """The place of a finding has to be a file that is there."""
    assert findings
    (tmp_path / "data/roles.curation.yaml").rename(tmp_path / "roles.curation.yaml")
    again = list(json.loads(rolegraph("check", "--format", "json").stdout)["findings"])

    assert [("roles.curation.yaml", "  Crane Driver:  # line 3")] == places(
        again, "RoleShape-definition", "Crane Driver"
    )
    assert "definition: …` of" in rolegraph("check").stdout
