"""`rolegraph documents import`: files in, a file out, and exit codes for scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from document_graphs import ROOT
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app

runner = CliRunner()

pytestmark = pytest.mark.usefixtures("catalogue")


def test_the_shipped_graph_is_written_byte_for_byte(tmp_path: Path) -> None:
    """Whoever regenerates the catalogue must get no difference for nothing."""
    output = tmp_path / "out.ttl"
    result = runner.invoke(app, ["import", str(ROOT / "data/roles.md"), "--output", str(output)])

    assert 0 == result.exit_code, result.output
    assert (ROOT / "data/roles.ttl").read_bytes() == output.read_bytes()
    assert "4 roles, 22 statements, 6 citations, 4 references" in result.output


def test_bytes_do_not_depend_on_hashing_or_folder(tmp_path: Path) -> None:
    """Sets have another order in every process; the file must not."""
    script = "import sys; from rolegraph.cli.documents.commands import app; app()"
    command = [sys.executable, "-c", script, "import", str(ROOT / "data/roles.md"), "-o", "-"]
    outputs = {
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed, folder in (("1", ROOT), ("2", tmp_path))
    }

    assert {(ROOT / "data/roles.ttl").read_bytes()} == outputs


def test_output_and_curation_are_found_beside_the_document(tmp_path: Path) -> None:
    """The short command is the usual one."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("roles.md", "roles.curation.yaml"):
        (folder / name).write_bytes((ROOT / "data" / name).read_bytes())
    result = runner.invoke(app, ["import", str(folder / "roles.md")])

    assert 0 == result.exit_code, result.output
    assert (ROOT / "data/roles.ttl").read_bytes() == (folder / "roles.ttl").read_bytes()


def test_a_malformed_document_is_a_finding_and_nothing_is_written(tmp_path: Path) -> None:
    """CI fails with the place; yesterday's graph stays."""
    document = tmp_path / "team.md"
    document.write_text("# Team\n\n1. Pilot\n\n## Pilot\n", encoding="utf-8")
    (tmp_path / "team.curation.yaml").write_text("roles: {}\n", encoding="utf-8")
    result = runner.invoke(app, ["import", str(document)])

    assert 1 == result.exit_code
    assert f"{document}:3:4: The role “Pilot” has no section" in result.stderr
    assert f"{document}:5:4: This section is neither" in result.stderr
    assert not (tmp_path / "team.ttl").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.md"],
        [str(ROOT / "data/roles.md"), "--curation", "missing.yaml"],
        [str(ROOT / "data/roles.md"), "--output", "missing/roles.ttl"],
        [str(ROOT / "data")],
    ],
)
def test_a_file_that_cannot_be_used_is_no_finding(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script must tell "the document is wrong" from "the command could not run"."""
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, ["import", *arguments])

    assert 2 == result.exit_code
    assert "cannot be" in result.stderr
