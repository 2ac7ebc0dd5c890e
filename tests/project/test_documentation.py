"""What the documents say is so."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import httpx
import pytest

from rolegraph.checking.rules import registry as file_rules
from rolegraph.folder.rules import FILE_RULES
from serving import Server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
BLOCKS = re.findall(r"```[a-z]*\n(.*?)```", README, re.DOTALL)


def test_the_reference_lists_every_setting_command_address_rule_and_query() -> None:
    """It is written from the code; this fails when `make docs` was forgotten."""
    from reference import TARGET, render

    assert render() == TARGET.read_text(encoding="utf-8")


def test_each_fact_of_others_has_its_source_its_day_and_how_it_was_checked() -> None:
    """A table of facts that lacks one of the three invites to believe the rest."""
    from facts import MISSING, TARGET, render

    assert render() == TARGET.read_text(encoding="utf-8")
    assert MISSING not in render().partition("\n\n")[2].partition("\n\n")[2]


def test_the_map_of_the_architecture_shows_the_rooms_that_there_are() -> None:
    """Whoever looks for a place to change something begins there."""
    from reference import MAP, render_map

    assert render_map() == MAP.read_text(encoding="utf-8")


def test_the_first_two_commands_of_the_readme_are_run_and_test() -> None:
    """A newcomer reads no further than that."""
    commands = [line.split("#")[0].strip() for line in BLOCKS[0].splitlines()]

    assert ["make run", "make test"] == commands


@pytest.mark.parametrize(
    "name", re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
)
def test_a_make_target_has_its_recipe(name: str) -> None:
    """`make help` promises nothing that make does not know."""
    ran = subprocess.run(
        ["make", "--dry-run", name], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert 0 == ran.returncode, ran.stderr


def run_example(block: str, server: Server) -> str:
    command = shlex.split(block.replace("http://127.0.0.1:8000/", server.url))
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_sparql_example_gives_what_the_readme_shows(server: Server) -> None:
    """An example that is not run is soon wrong."""
    position = next(n for n, block in enumerate(BLOCKS) if "/sparql" in block)

    assert BLOCKS[position + 1].split() == run_example(BLOCKS[position], server).split()


def test_the_json_example_gives_what_the_readme_shows(server: Server) -> None:
    """As far as the README quotes it."""
    position = next(n for n, block in enumerate(BLOCKS) if "/api/v1/roles/" in block)
    shown = BLOCKS[position + 1].split("…")[0].replace("http://127.0.0.1:8000/", server.url)

    assert run_example(BLOCKS[position], server).startswith(shown.strip())


def test_links_between_the_documents_lead_somewhere() -> None:
    """A dead link in the first file a newcomer opens is a bad start."""
    dead = [
        f"{document.name}: {target}"
        for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]

    assert [] == dead


def test_lock_files_name_no_address() -> None:
    """Installations behind other mirrors must be able to use them."""
    locks = {lock.name: lock.read_text("utf-8") for lock in ROOT.glob("requirements*.txt")}
    named = [name for name, text in locks.items() if re.search(r"https?://|--index-url", text)]
    npm = (ROOT / "app" / "web" / "package-lock.json").read_text("utf-8")

    assert [] == named
    assert '"resolved"' not in npm
    assert '"integrity"' in npm


def test_the_pages_and_interfaces_of_the_readme_answer(client: httpx.Client) -> None:
    """Every address that the README names."""
    for address in sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/[\w/.-]*)", README))):
        assert client.get(address).is_success, address


def test_the_rules_of_files_are_those_of_the_check() -> None:
    """A rule that the check has and `[rules]` does not know could not be turned off."""
    assert set(FILE_RULES) == set(file_rules.RULES)
