"""Rules about age are judged as of the present, or of a day that is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.shacl.as_of import VARIABLE, day_of_rules, judged_as_of

TOOL = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/rolegraph/id/tools/t> a rg:Tool ;
    rg:checkedOn "2026-11-29T00:00:00Z"^^xsd:dateTime .
"""


def found(folder: Path, environment: dict[str, str], prefix: tuple[str, ...] = ()) -> bool:
    """Tell whether `rolegraph check` finds the facts of a tool too old."""
    file = folder / "tool.ttl"
    file.write_text(TOOL, encoding="utf-8")
    command = [*prefix, sys.executable, "-m", "rolegraph", "check", str(file)]
    command += ["--only", "FactShape-fresh", "--format", "json"]
    ran = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert '"findings"' in ran.stdout, ran.stdout + ran.stderr
    return "more than a year ago" in ran.stdout


@pytest.mark.parametrize(("day", "old"), [("2027-11-29", False), ("2027-11-30", True)])
def test_facts_are_old_a_year_after_their_check(tmp_path: Path, day: str, old: bool) -> None:
    """Who asks as of a day in spring sees what will be due by then."""
    assert found(tmp_path, {VARIABLE: day}) is old


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")
def test_without_a_day_the_clock_decides(tmp_path: Path) -> None:
    """A user sets nothing, and is warned when the time has come."""
    later = ("faketime", "2028-01-01")

    assert found(tmp_path, {VARIABLE: ""}, later)
    assert not found(tmp_path, {VARIABLE: "2026-12-01"}, later)


def test_only_the_function_is_replaced() -> None:
    """Texts, comments and names that have `now` in them stay."""
    query = 'SELECT $this { $this ?now "NOW()" FILTER (now ( ) > ?now && NOW() != ex:NOW) } # NOW()'
    node = NamedNode("urn:s")
    quads = [Quad(node, NamedNode(SH + "select"), Literal(query))]
    (dated,) = judged_as_of(quads, day_of_rules())
    moment = '"2026-11-29T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'

    assert dated.object == Literal(
        f'SELECT $this {{ $this ?now "NOW()" FILTER ({moment} > ?now && {moment} != ex:NOW) }} # NOW()'
    )


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "20261129"])
def test_what_is_no_day_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A typing mistake must not judge by the present in silence."""
    monkeypatch.setenv(VARIABLE, text)

    with pytest.raises(ConfigurationError, match="which is no day; write it as 2026-11-29"):
        day_of_rules()
