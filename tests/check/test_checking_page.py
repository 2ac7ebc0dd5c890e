"""What `docs/checking.md` shows works as shown."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml
from checking import Check
from typer.testing import CliRunner

from rolegraph import resources
from rolegraph.checking.files.syntax import FORMATS as SUFFIXES
from rolegraph.checking.options import CHECKS
from rolegraph.cli.main import application
from rolegraph.shacl.formats import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "checking.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for kind, block in BLOCKS
    if not kind
    for line in block.splitlines()
    if line.startswith("rolegraph check") and "--watch" not in line and "--diff" not in line
]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is known of the shipped catalogue, as the commands of the page name it."""
    file = tmp_path_factory.mktemp("baseline") / "known.json"
    known = ("--baseline", str(file), "--update-baseline")
    ran = CliRunner().invoke(application(), ["check", str(resources.root()), *known])
    assert 0 == ran.exit_code, ran.output
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_can_be_run(
    check: Check, catalogue: Path, baseline: Path, command: str
) -> None:
    """An example that is not run is soon wrong."""
    shutil.copytree(Path(__file__).parent / "foreign", catalogue / "garden")
    shutil.copy(baseline, catalogue)
    arguments = shlex.split(command)[2:]

    assert 0 == check(*arguments).exit_code


@pytest.mark.parametrize("name", [*CHECKS, *FORMATS, *SUFFIXES])
def test_every_check_format_and_ending_is_on_the_page(name: str) -> None:
    """What is not documented is not found."""
    assert re.search(rf"[`,]{re.escape(name)}[`,]|`{re.escape(name)}\b", PAGE)


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "yaml"])
def test_a_snippet_is_yaml(block: str) -> None:
    """A snippet is copied as it stands."""
    assert yaml.safe_load(block)


def test_the_hook_of_the_page_exists() -> None:
    """A renamed hook would break every repository that follows the page."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert re.findall(r"- id: ([\w-]+)", PAGE) == [hooks[0]["id"]]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"] in PAGE
