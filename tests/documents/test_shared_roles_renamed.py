"""A role that two documents name, under a new name in one of them: check and sync say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commands import rolegraph

ROLES = """# Roles

## Inspector

### Responsibilities

- Checks building sites
- Records what was found
- Reports offences

## Team Lead

### Responsibilities

- Spreads the work
"""
RACI = "Task,Inspector,Team Lead\nCheck sites,R,A\nReport,R,A\n"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A catalogue of roles and a matrix that names them; then one role gets another name."""
    home = tmp_path / "town"
    home.mkdir()
    (home / "roles.md").write_text(ROLES)
    (home / "raci.csv").write_text(RACI)
    made = rolegraph(
        *("init", home, "--yes", "--title", "Town", "--base", "https://town.example/id/"),
        *("--from", home / "roles.md", "--from", home / "raci.csv"),
    )
    assert 0 == made.returncode, made.stderr
    (home / "roles.md").write_text(ROLES.replace("## Inspector", "## Site Inspector"))
    return home


def labels(town: Path) -> set[str]:
    """Return the names that the graphs have of the inspector."""
    texts = [path.read_text("utf-8") for path in (town / "data").glob("*.ttl")]
    found = (
        re.findall(r'role:inspector a rg:Role ;\n    skos:prefLabel "([^"]+)"', t) for t in texts
    )
    return {name for names in found for name in names}


def test_one_sync_brings_the_new_name_into_every_graph(town: Path) -> None:
    """The matrix kept the earlier name, so the role had two, and the check failed."""
    synced = rolegraph("documents", "sync", "--write", folder=town)
    again = rolegraph("documents", "sync", folder=town)
    checked = rolegraph("check", "--severity", "violation", folder=town)

    assert 0 == synced.returncode, synced.stderr
    assert {"Site Inspector"} == labels(town)
    assert "Drift:" not in again.stderr
    assert 0 == checked.returncode, checked.stdout


def test_a_sync_of_one_document_names_the_other_that_has_the_earlier_name(town: Path) -> None:
    """Whoever names one document is told what is left to do, and only until it is done."""
    first = rolegraph("documents", "sync", "roles.md", "--write", folder=town)
    second = rolegraph("documents", "sync", "raci.csv", "--write", folder=town)

    assert "So run: rolegraph documents sync raci.csv --write" in first.stderr
    assert "So run:" not in second.stderr
    assert {"Site Inspector"} == labels(town)


@pytest.mark.parametrize("command", [("documents", "check"), ("check", "--severity", "violation")])
def test_a_check_tells_what_a_sync_would_do(town: Path, command: tuple[str, ...]) -> None:
    """It told of a new role and of one that is gone, with all their statements."""
    checked = rolegraph(*command, folder=town)
    synced = rolegraph("documents", "sync", "roles.md", folder=town)

    rules = set(re.findall(r"\[(drift-\w+)\]", checked.stdout))
    assert {"drift-renamed", "drift-shifted"} == rules
    assert rules == set(re.findall(r": (drift-\w+):", synced.stderr))
    assert "“Inspector” is called “Site Inspector” now." in checked.stdout


def test_no_line_is_shown_of_a_document_that_is_no_text(tmp_path: Path) -> None:
    """A line of a packed file is noise, and moves the cursor of a terminal."""
    from openpyxl import Workbook

    home = tmp_path / "town"
    home.mkdir()
    for name in ("Inspector", "Site Inspector"):
        book = Workbook()
        for row in (("Role", "Responsibilities"), (name, "Checks sites; Records; Reports")):
            book.active.append(row)
        book.save(home / "roles.xlsx")
        if name == "Inspector":
            made = rolegraph("init", home, "--yes", "--from", home / "roles.xlsx")
            assert 0 == made.returncode, made.stderr

    checked = rolegraph("documents", "check", folder=home)

    assert 1 == checked.returncode
    assert "roles.xlsx:" in checked.stdout
    assert not [line for line in checked.stdout.splitlines() if re.match(r" *\d* \|", line)]
    assert "Read: 0" not in checked.stdout
