"""Baselines and comparisons with a git revision report only what is new."""

import json
import subprocess
from pathlib import Path

import pytest
from checking import Check, edit

QUOTE = '    rg:quote "Show me the data first. Then tell me about the model."@en ;\n'
REPRESENTS = "    rg:representsRole role:data-analyst ;\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_baseline_accepts_what_is_known(check: Check, catalogue: Path) -> None:
    """A programme with old faults can still refuse new ones."""
    edit(catalogue / "data/personas.ttl", REPRESENTS, "")

    assert 1 == check("--strict").exit_code
    assert 0 == check("--strict", "--baseline", "known.json", "--update-baseline").exit_code
    assert 0 == check("--strict", "--baseline", "known.json").exit_code

    edit(catalogue / "data/personas.ttl", QUOTE, "")
    result = check("--strict", "--baseline", "known.json", "--format", "json")
    rules = [finding["rule"] for finding in json.loads(result.stdout)["findings"]]

    assert 1 == result.exit_code
    assert ["PersonaShape-quote"] == rules


def test_a_baseline_survives_moved_lines(check: Check, catalogue: Path) -> None:
    """A comment at the top of a file must not bring all accepted findings back."""
    edit(catalogue / "data/personas.ttl", REPRESENTS, "")
    check("--baseline", "known.json", "--update-baseline")
    for file in ("data/personas.ttl", "data/roles.ttl", "data/lifecycle.ttl"):
        path = catalogue / file
        path.write_text("# moved\n\n" + path.read_text("utf-8"), "utf-8")

    assert (
        [] == json.loads(check("--baseline", "known.json", "--format", "json").stdout)["findings"]
    )


def test_a_baseline_tells_what_is_gone(check: Check, catalogue: Path) -> None:
    """A list that only grows is soon ignored."""
    edit(catalogue / "data/personas.ttl", QUOTE, "")
    check("--baseline", "known.json", "--update-baseline")
    edit(catalogue / "data/personas.ttl", REPRESENTS, REPRESENTS + QUOTE)

    assert "1 accepted finding is gone" in check("--baseline", "known.json").stdout


@pytest.mark.usefixtures("catalogue")
def test_a_missing_baseline_is_no_finding(check: Check) -> None:
    """An empty baseline taken for a missing one would hide that nothing is compared."""
    result = check("--baseline", "absent.json")

    assert 2 == result.exit_code
    assert "--update-baseline" in result.stderr


def test_only_what_a_change_causes_is_reported(check: Check, catalogue: Path) -> None:
    """The author of a pull request answers for its faults, not for those that were there."""
    edit(catalogue / "data/personas.ttl", REPRESENTS, "")
    git(catalogue, "init", "-q")
    git(catalogue, "add", ".")
    git(catalogue, "commit", "-qm", "with a fault")

    assert 0 == check("--diff", "HEAD").exit_code

    edit(catalogue / "data/personas.ttl", QUOTE, REPRESENTS)
    result = check("--diff", "HEAD", "--format", "json")
    report = json.loads(result.stdout)

    assert 1 == result.exit_code
    assert ["PersonaShape-quote"] == [f["rule"] for f in report["findings"]]
    assert "PersonaShape-representsRole" in [f["rule"] for f in report["removed"]]


def test_an_unknown_revision_is_no_finding(check: Check, catalogue: Path) -> None:
    """CI must tell a wrong call from wrong data."""
    git(catalogue, "init", "-q")

    assert 2 == check("--diff", "nowhere").exit_code
