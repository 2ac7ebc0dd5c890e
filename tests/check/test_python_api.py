"""`rolegraph.check`: the same run as the command's, for programs."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import rolegraph
from rolegraph.cli.main import application
from rolegraph.errors import InputError
from rolegraph.shacl.findings import VIOLATION

SHAPES = """\
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:PlantShape a sh:NodeShape ;
    sh:targetClass ex:Plant ;
    sh:property ex:PlantShape-name .
ex:PlantShape-name sh:path ex:name ; sh:minCount 1 .
"""
DATA = """\
@prefix ex: <http://example.org/> .

ex:rose a ex:Plant ; ex:name "Rose" .
ex:weed a ex:Plant .
"""
PAGE = Path(__file__).parents[2] / "docs" / "checking.md"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "data.ttl").write_text(DATA)
    return tmp_path


def test_a_program_gets_findings_with_their_places(garden: Path) -> None:
    """Nobody should have to parse the output of a command."""
    report = rolegraph.check([garden / "data.ttl"], shapes=[garden / "shapes.ttl"], profile="shacl")

    (finding,) = report.findings
    assert (VIOLATION, "http://example.org/weed", 4) == (
        finding.severity,
        finding.focus,
        finding.line,
    )
    assert not report.conforms
    assert 1 == report.exit_code


def test_it_finds_what_the_command_finds(garden: Path) -> None:
    """Both carry out one request."""
    data, shapes = str(garden / "data.ttl"), str(garden / "shapes.ttl")
    report = rolegraph.check([data], shapes=[shapes])

    ran = CliRunner().invoke(application(), ["check", data, "--shapes", shapes, "--format", "json"])

    found = json.loads(ran.stdout)["findings"]
    assert report.exit_code == ran.exit_code
    assert [finding.message for finding in report.findings] == [each["message"] for each in found]


def test_a_single_path_or_name_is_one(garden: Path) -> None:
    """Read letter by letter, it would be an error about a file called “g”."""
    report = rolegraph.check(
        str(garden / "data.ttl"), shapes=garden / "shapes.ttl", only="shacl", severity="violation"
    )

    assert 1 == len(report.findings)


@pytest.mark.parametrize("wrong", [{"engine": "fast"}, {"profile": "SHACL"}, {"severity": "bad"}])
def test_a_choice_that_there_is_not_is_refused(garden: Path, wrong: dict[str, Any]) -> None:
    """Without types nobody else says so; an engine that is misspelt ran as another one."""
    (name,) = wrong.values()
    with pytest.raises(InputError, match=f"(?i){name}"):
        rolegraph.check([garden / "data.ttl"], shapes=[garden / "shapes.ttl"], **wrong)


def test_what_cannot_be_checked_is_an_error_of_the_package(garden: Path) -> None:
    """Silence would be a false green."""
    with pytest.raises(InputError, match="nowhere"):
        rolegraph.check([garden / "nowhere.ttl"], shapes=[garden / "shapes.ttl"])


def test_every_argument_is_described() -> None:
    """The docstring is the documentation."""
    arguments = (inspect.getdoc(rolegraph.check) or "").partition("Returns:")[0]
    described = re.findall(r"^ {4}(\w+): ", arguments, re.MULTILINE)

    assert list(inspect.signature(rolegraph.check).parameters) == described


def test_the_example_of_the_page_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is written, on a garden."""
    for name, text in (("data", DATA), ("shapes", SHAPES)):
        folder = tmp_path / "garden" / name
        folder.mkdir(parents=True)
        (folder / "garden.ttl").write_text(text)
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(import rolegraph\n.*?)```", PAGE.read_text(), re.DOTALL)

    exec(example, {})  # noqa: S102 - the page's own example

    assert "False 1" in capsys.readouterr().out
