"""`rolegraph check` as people and scripts call it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rolegraph import resources
from rolegraph.checking.options import CHECKS
from rolegraph.cli.main import application
from rolegraph.shacl.formats import FORMATS


def check(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(application(), ["check", *map(str, arguments)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data."""
    return Path(shutil.copytree(resources.part("data"), tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    """Replace one text of a file by another."""
    text = file.read_text("utf-8")
    assert 1 == text.count(old)
    file.write_text(text.replace(old, new), "utf-8")


def test_the_shipped_catalogue_passes() -> None:
    """The first thing a newcomer runs must succeed, and show the warnings."""
    result = check()

    assert 0 == result.exit_code
    assert "Warning [ResponsibilityShape-supported] 4 times: " in result.output
    assert ": Perform threat analysis" in result.output


def test_strict_fails_on_warnings() -> None:
    """A programme that tolerates no gap can say so."""
    assert 1 == check("--strict").exit_code


def test_a_violation_is_named_at_its_line(data: Path) -> None:
    """A reviewer needs the thing, the message and the line."""
    personas = data / "personas.ttl"
    edit(personas, "    rg:representsRole role:data-analyst ;\n", "")
    line = personas.read_text("utf-8").splitlines().index("persona:noor-vasquez a rg:Persona ;") + 1
    result = check(data)

    assert 1 == result.exit_code
    assert "Violation [PersonaShape-representsRole] Noor Vasquez: " in result.output
    assert f"personas.ttl:{line}:1" in result.output


def test_a_syntax_error_is_a_finding(data: Path) -> None:
    """A file that does not parse is a fault of the data, not of the command."""
    (data / "broken.ttl").write_text("<urn:a> <urn:b>\n  nope:c .\n")
    result = check(data)

    assert 1 == result.exit_code
    assert "broken.ttl:2:3" in result.output
    assert "The prefix nope: has not been declared" in result.output


def test_a_missing_file_is_no_finding(tmp_path: Path) -> None:
    """CI must tell a wrong call from wrong data."""
    result = check(tmp_path / "absent.ttl")

    assert 2 == result.exit_code
    assert "no such file or folder" in result.stderr


def test_a_wrong_option_is_no_finding() -> None:
    """CI must tell a wrong call from wrong data."""
    assert 2 == check("--engine", "fastest").exit_code


def test_violations_come_first(data: Path) -> None:
    """What must be fixed is not to be searched for among what should be."""
    edit(data / "personas.ttl", "    rg:representsRole role:data-analyst ;\n", "")
    severities = [
        line.partition(" [")[0] for line in check(data).output.splitlines() if " [" in line[:12]
    ]

    assert "Violation" == severities[0]
    assert sorted(severities, key=["Violation", "Warning", "Info"].index) == severities


def test_without_anything_to_check_it_says_what_to_do(tmp_path: Path) -> None:
    """A check that passes because it looked at somebody else's files is worse than none."""
    command = [sys.executable, "-c", "from rolegraph.cli.main import main; main()", "check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (2, "") == (done.returncode, done.stdout)
    assert "rolegraph init" in done.stderr


def test_help_says_which_checks_there_are() -> None:
    """The names for --only and --skip must not have to be guessed, and none may be forgotten."""
    said = " ".join(check("--help").output.replace("│", " ").split())

    assert f"Checks: {', '.join(CHECKS)};" in said
    assert all(name in said for name in FORMATS)
