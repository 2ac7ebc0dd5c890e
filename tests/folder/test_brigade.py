"""A catalogue from documents alone: no personas, workflows, tools or stages, and nothing of AI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from commands import rolegraph
from serving import Server, StartServer

ORDERS = """# Standing orders

## Chief

### Duties

- Appoints officers
- Reviews every incident

### Limits

- Must not appoint relatives

## Treasurer

### Duties

- Pays invoices

### Limits

- Must not sign cheques alone
"""
GEAR = """Role,Responsibilities
Quartermaster,Issues gear; Inspects ladders
Chief,Checks the gear list
"""
OFF = """
[questions]
"responsibilities-without-a-tool" = "off"
"roles-without-a-persona" = "off"
"""
UNSAID = "exclusions that name no activity (2 of 2)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue made from two documents, one of them with a blank in its name."""
    home = tmp_path_factory.mktemp("brigade") / "fire brigade"
    home.mkdir()
    (home / "Standing Orders.md").write_text(ORDERS, encoding="utf-8")
    (home / "gear.csv").write_text(GEAR, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def made(folder: Path) -> str:
    """What `init` says of it."""
    run = rolegraph(
        *("init", str(folder), "--yes", "--title", "Fire brigade"),
        *("--from", str(folder / "Standing Orders.md"), "--from", str(folder / "gear.csv")),
        *("--base", "https://brigade.example/id/"),
    )
    assert 0 == run.returncode, run.stderr
    with (folder / "rolegraph.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(OFF)
    return run.stdout


@pytest.fixture(scope="module")
def brigade(folder: Path, made: str, start_module_server: StartServer) -> Iterator[httpx.Client]:
    """The catalogue, served."""
    assert made
    server: Server = start_module_server(str(folder))
    with server.client() as client:
        yield client
    server.stop()


def test_the_next_command_reads_all_documents(folder: Path, made: str) -> None:
    """Two were given; a command for the first alone would leave the answers in the other."""
    again = made.splitlines()[-1].strip()

    assert f"rolegraph documents import '{folder}'" == again
    told = rolegraph("documents", "import", str(folder))
    assert "gear.ttl: 2 roles" in told.stdout
    assert "Standing-Orders.ttl: 2 roles" in told.stdout


def test_the_command_in_a_curation_can_be_pasted(folder: Path, made: str) -> None:
    """A name with a blank is two names to a shell."""
    assert made
    for file in ("Standing Orders.curation.yaml", "Standing-Orders.ttl"):
        lines = (folder / "data" / file).read_text("utf-8").splitlines()
        assert any(
            line.endswith("rolegraph documents import 'Standing Orders.md'") for line in lines
        )


@pytest.mark.parametrize(
    "question",
    ["excluded-roles-performing-excluded-activities", "role-pairs-that-must-not-be-one-person"],
)
def test_nothing_is_praised_that_nobody_could_judge(brigade: httpx.Client, question: str) -> None:
    """Two limits are recorded, and neither says of what: “no role breaks them” would be a guess."""
    found = brigade.get(f"/api/v1/queries/{question}").json()

    assert [] == found["rows"]
    assert f"Nothing can be said yet: {UNSAID}." == found["none"]


def test_overlaps_are_not_denied_where_no_duty_names_its_activity(brigade: httpx.Client) -> None:
    """Two roles may well do the same: their duties are words, and nobody has said what about."""
    found = brigade.get("/api/v1/queries/responsibilities-that-overlap-between-roles").json()

    assert [] == found["rows"]
    assert (
        "Nothing can be said yet: responsibilities that name no activity (6 of 6)." == found["none"]
    )


def test_coverage_names_the_exclusions_that_it_cannot_judge(brigade: httpx.Client) -> None:
    """“0 breaches” and “no role is excluded” were both untrue of two written limits."""
    page = brigade.get("/coverage").text
    data = brigade.get("/api/v1/analysis/separation").json()

    assert "<strong>Nothing can be said</strong> of breaches" in page
    assert "2 exclusions name no activity, so nothing can be said of them." in page
    assert "no role is excluded from an activity" not in page
    assert "No role is excluded from anything" not in page
    assert ["Must not appoint relatives", "Must not sign cheques alone"] == sorted(
        one["label"] for one in data["unjudged"]
    )


def test_no_page_speaks_of_ai(brigade: httpx.Client) -> None:
    """The brigade has trucks."""
    for address in ("/lifecycle-stages", "/edit/lifecycle-stages/", "/shapes", "/docs", "/query"):
        page = brigade.get(address).text
        assert "AI system" not in page, address
        assert "data-analyst" not in page, address


def test_what_a_catalogue_does_not_record_is_not_missed(
    brigade: httpx.Client, folder: Path
) -> None:
    """A brigade without software would be told for ever that it is without it."""
    asked = [one["name"] for one in brigade.get("/api/v1/score").json()["questions"]]
    gaps = brigade.get("/api/v1/gaps").text
    coverage, first = brigade.get("/coverage").text, brigade.get("/").text
    checked = rolegraph("check", str(folder)).stdout

    assert "responsibilities-without-a-step" in asked
    assert not {"responsibilities-without-a-tool", "roles-without-a-persona"} & {*asked}
    for text in (gaps, coverage, first):
        assert "without a tool" not in text
        assert "without a persona" not in text
    # Six duties without a step, three roles without a reference.
    assert checked.rstrip().endswith("0 of 9.")
    assert 6 == brigade.get("/api/v1/queries/responsibilities-without-a-tool").json()["total"]


def test_a_question_that_there_is_not_cannot_be_turned_off(tmp_path: Path) -> None:
    """It would be missed in silence, and go on being counted."""
    home = tmp_path / "copy"
    home.mkdir()
    (home / "rolegraph.toml").write_text(
        '[catalogue]\ntitle = "Copy"\nbase = "https://copy.example/id/"\n'
        '[questions]\n"roles-without-persona" = "off"\n',
        encoding="utf-8",
    )
    asked = rolegraph("query", folder=home)

    assert 2 == asked.returncode
    assert "[questions] roles-without-persona: There is no query" in asked.stderr
    assert "roles-without-a-persona" in asked.stderr


def test_a_copy_is_made_of_the_store_of_the_catalogue_around(tmp_path: Path) -> None:
    """`load`, `dump` and `token` knew it; `backup` and `verify` took another folder of the user."""
    home = tmp_path / "home"
    rolegraph("init", str(home), "--yes", "--title", "Home", "--base", "https://home.example/id/")
    extra = tmp_path / "extra.nt"
    extra.write_text("<https://home.example/a> <https://home.example/b> <https://home.example/c> .")
    loaded = rolegraph("load", str(extra), "--guard", "off", folder=home)
    assert 0 == loaded.returncode, loaded.stderr

    copied = rolegraph("backup", str(tmp_path / "copy"), folder=home)
    verified = rolegraph("verify", folder=home)

    assert 0 == copied.returncode, copied.stderr
    assert str(home / ".rolegraph") in copied.stdout
    assert 0 == verified.returncode, verified.stderr
    assert list((tmp_path / "copy").iterdir())


def test_the_rules_of_a_draft_have_names_in_words(brigade: httpx.Client) -> None:
    """The name of a rule that a draft splits off was half a name: “excluded activity-missing”."""
    page = brigade.get("/checks").text

    assert re.search(">exclusion: [a-z ]+ missing</option>", page)
    assert "-missing</option>" not in page


def test_a_matrix_without_letters_says_so_and_not_that_there_are_no_roles(
    brigade: httpx.Client,
) -> None:
    """“Write the first role” is no advice to whoever has three."""
    page = brigade.get("/raci").text

    assert "No role takes part in an activity yet." in page
    assert "write the first role" not in page


def test_a_role_is_not_blamed_for_what_the_catalogue_does_not_record(
    brigade: httpx.Client,
) -> None:
    """Steps are missed there, and tools are not."""
    page = brigade.get("/roles/chief").text

    assert ">no step</a>" in page
    assert ">no tool</a>" not in page
