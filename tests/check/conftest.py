"""What the tests of checks share: a catalogue with known faults, and the command."""

import shutil
from pathlib import Path

import pytest
from checking import Check, edit
from typer.testing import CliRunner, Result

from rolegraph import resources
from rolegraph.cli.main import application
from rolegraph.shacl.report import Report


@pytest.fixture
def check() -> Check:
    """Run `rolegraph check` with arguments."""

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(application(), ["check", *map(str, arguments)])

    return run


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped catalogue, made the working directory."""
    root = tmp_path / "catalogue"
    for part in resources.PARTS:
        shutil.copytree(resources.part(part), root / part)
    shutil.copy(resources.root() / resources.MANIFEST, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="session")
def faulty_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on a catalogue with faults of several checks, one of them with a fix."""
    from rolegraph.checking.files.sources import FileSelection
    from rolegraph.checking.options import Options
    from rolegraph.checking.session import Request, perform

    root = tmp_path_factory.mktemp("faulty")
    for part in resources.PARTS:
        shutil.copytree(resources.part(part), root / part)
    shutil.copy(resources.root() / resources.MANIFEST, root)
    personas = root / "data" / "personas.ttl"
    edit(personas, '    rg:quote "Show me the data first.', '    rg:quoet "Show me the data first.')
    edit(personas, "    rg:representsRole role:ai-red-teamer ;\n", "")
    edit(root / "data" / "roles.md", "- Feature engineering", "- Engineering of features")
    request = Request(FileSelection((root,)), Options(strict=True), fix=True)
    return perform(request, resources.root(), root).report
