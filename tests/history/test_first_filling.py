"""The first filling of a catalogue: one line beside what people did, wherever changes are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from commands import rolegraph
from serving import Server, StartServer

TOKEN = "a-token-for-tests"
FILLED = re.compile(r"The catalogue was filled: (\d+) things\.")
RDF = re.compile(r"\b(?:rdf|rdfs|rg|skos|owl|dcterms|sh|prov|xsd|void):\w+|\btriples?\b|pref label")


@pytest.fixture(scope="module")
def changed(start_module_server: StartServer) -> Iterator[Server]:
    """A new catalogue in which somebody has made one change."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client() as client:
        client.patch(
            "/api/v1/tools/nrtk",
            json={"purpose": "A mistake.", "license": "https://licence.example/x"},
            headers={
                "Authorization": f"Bearer {TOKEN}",
                "If-Match": "*",
                "Content-Type": "application/merge-patch+json",
                "Rolegraph-Message": "A mistake",
            },
        ).raise_for_status()
    yield server
    server.stop()


def told(client: httpx.Client, path: str) -> str:
    """Return what a page says, without what is folded for developers."""
    answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.is_success, answer.text
    text = answer.text.partition("<main")[2].partition("For developers</summary>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).replace(" .", ".")


@pytest.mark.parametrize("days", ["1", "7", "30"])
def test_what_people_did_comes_before_the_filling(days: str, changed: Server) -> None:
    """On a new catalogue “in 7 days” listed 1,863 things, and one of them was the change."""
    with changed.client() as client:
        said = told(client, f"/changes?since={days}")

    assert "1 thing: 1 changed." in said
    assert said.index("A mistake") < said.index("The catalogue was filled")
    assert "external role" not in said


def test_the_filling_is_told_in_things(changed: Server) -> None:
    """13,161 values say nothing; the page, the list and the feed count things alike."""
    with changed.client() as client:
        counts = {
            FILLED.search(said)[1]  # type: ignore[index]
            for said in (
                told(client, "/changes"),
                told(client, "/changes?since=7"),
                client.get("/changes.atom").text,
            )
        }
        listed = client.get("/api/v1/roles").json()["total"]

    assert 1 == len(counts)
    assert int(counts.pop()) > listed


def test_a_report_as_text_is_not_drowned_and_data_are_whole(changed: Server) -> None:
    """Who reads the terminal sees the change; a program that replays has every triple."""
    with changed.client() as client:
        address = "/api/v1/changes/diff"
        text = client.get(address, params={"from": 0}, headers={"Accept": "text/plain"}).text
        whole = client.get(address, params={"from": 0}).json()
        first = client.get(
            address, params={"from": 0, "to": 1}, headers={"Accept": "text/markdown"}
        ).text
    printed = rolegraph("diff", "0", "--url", changed.url).stdout

    assert text.startswith("The catalogue was filled in revision 1")
    assert "1 thing: 1 changed." in text
    assert text.strip() == printed.strip()
    assert whole["added"] > 10_000
    assert first.count("\n") > 1_000


@pytest.mark.parametrize("path", ["/changes", "/changes/1", "/changes/2", "/changes?since=7"])
def test_changes_speak_to_people_who_know_no_rdf(path: str, changed: Server) -> None:
    """“rdf:type”, “pref label” and triples are for developers, under a fold of their own."""
    with changed.client() as client:
        page = told(client, path).partition("Terms and rules that changed")[0]

    assert [] == RDF.findall(page)


def test_a_catalogue_that_nobody_changed_yet_says_so(client: httpx.Client) -> None:
    """Its first page of changes listed 150 things that nobody had changed."""
    said = told(client, "/changes?since=7")

    assert "No person changed anything in that time." in said
    assert FILLED.search(said)
    assert "external role" not in said


def test_the_first_filling_cannot_be_taken_back_by_a_press(changed: Server) -> None:
    """It would leave an empty catalogue; a person's change can."""
    with changed.client() as client:
        assert "Take this change back" not in told(client, "/changes/1")
        assert "Take this change back" in told(client, "/changes/2")
