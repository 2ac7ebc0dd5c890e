"""The first check of a new catalogue is a page that a person can act on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from commands import rolegraph
from rolegraph.shacl.formats import FORMATS, render
from rolegraph.shacl.report import Report

MANIFEST = """[catalogue]
title = "Dock"
base = "https://dock.example/id/"
creator = "Dock Office"

[rules]
profile = "draft"

[documents]
"dock.md" = {}
"""
DUTIES = "".join(f"- Checks the ropes of quay {number}\n" for number in range(6))
DOCK = f"""# Dock

## Dock Supervisor

### Responsibilities

{DUTIES}
## Rope Handler

### Responsibilities

- Never stands between rope and quay
"""


@pytest.fixture
def dock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue just after the import of its document, with one question open."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "dock.md").write_text(DOCK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == rolegraph("documents", "import").returncode
    return tmp_path


def test_what_many_things_lack_is_said_once_and_the_first_step_is_named(dock: Path) -> None:
    """Sixty findings one below the other tell nobody where to begin."""
    text = rolegraph("check").stdout
    listed = rolegraph("check", "--all").stdout
    (group,) = [part for part in text.split("\n\n") if "[StatementShape-activity" in part]

    assert "6 times: A statement must name at least one activity" in group
    assert re.search(r"dock\.curation\.yaml:[0-9]+:1: Checks the ropes of quay 0\n", group)
    assert "and 3 more; --all shows each" in group
    assert "help: write `activities: […]` there" in group
    assert listed.count("[StatementShape-activity-missing]") == 6
    first, rest = text.partition("What to do first:\n  1. ")[2].split("\n", 1)
    assert first.startswith("Answer 1 question: ")
    assert "`rolegraph documents import dock.md`" in first
    assert "`activities: […]` of 6 things" in rest

    curation = dock / "data/dock.curation.yaml"
    answered = curation.read_text(encoding="utf-8").replace("answer:\n", "answer: exclusion\n")
    curation.write_text(answered, encoding="utf-8")
    assert 0 == rolegraph("documents", "import").returncode
    assert "Answer 1 question" not in rolegraph("check").stdout


def test_a_document_that_was_never_read_is_the_first_step(dock: Path) -> None:
    """Its roles are missing everywhere, and no rule can say so."""
    manifest = dock / "rolegraph.toml"
    manifest.write_text(f'{MANIFEST}"more.md" = {{}}\n', encoding="utf-8")
    (dock / "more.md").write_text(DOCK.replace("Dock", "Yard"), encoding="utf-8")

    assert "  1. Read more.md: `rolegraph documents import more.md`." in rolegraph("check").stdout


@pytest.mark.usefixtures("dock")
def test_programs_are_given_each_finding() -> None:
    """What is grouped for people must not be lost for others, whatever was asked for."""
    outputs = [
        json.loads(rolegraph("check", "--format", "json", *every).stdout)
        for every in ((), ("--all",))
    ]

    assert outputs[0] == outputs[1]
    rules = [each["rule"] for each in outputs[0]["findings"]]
    assert 6 == rules.count("StatementShape-activity-missing")


def test_what_fails_is_never_grouped(faulty_report: Report) -> None:
    """Each violation has to be fixed, so each is shown with its line."""
    (violation, *_) = [f for f in faulty_report.findings if f.severity == "Violation"]
    same = tuple(
        violation.but(follows=None, focus=f"urn:x:{n}", focus_label=f"thing {n}") for n in range(9)
    )
    report = replace(faulty_report, findings=same, groups=True, strict=False)
    slight = replace(report, findings=tuple(each.but(severity="Warning") for each in same))

    assert all(f"thing {n}: " in render(report, "text") for n in range(9))
    assert "9 times: " in render(slight, "text")
    assert "9 times: " not in render(replace(slight, strict=True), "text")
    for name in FORMATS.keys() - {"text"}:
        assert render(slight, name) == render(replace(slight, groups=False), name)
