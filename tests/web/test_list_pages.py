"""Lists of things: as cards or as a table, narrowed by what things have in common."""

from __future__ import annotations

import csv
import re
from html import unescape

import httpx
import pytest

ROWS = re.compile(r'<th scope="row"><a href="([^"]+)">')
CARDS = re.compile(r'<li>\s*<h2><a href="([^"]+)">')


def page(client: httpx.Client, path: str) -> str:
    """Return a page; it must be there."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.is_success, answer.text
    return answer.text


def test_a_list_is_narrowed_to_a_role_and_counts_what_is_left(client: httpx.Client) -> None:
    """Who leads a role looks for the steps of that role, not at all of them."""
    whole = page(client, "/steps?limit=100")
    choice = re.search(r'value="([^"]+)">ML Developer \((\d+)\)', whole)
    assert choice is not None
    narrowed = page(client, f"/steps?limit=100&performedByRole={choice[1]}")
    listed = CARDS.findall(narrowed)
    by_data = client.get(
        "/api/v1/steps", params={"performedByRole": choice[1], "limit": "100"}
    ).json()

    assert int(choice[2]) == len(listed) == by_data["total"] < len(CARDS.findall(whole))
    assert [one["href"].removeprefix("/api/v1") for one in by_data["items"]] == listed
    assert "selected>ML Developer" in narrowed


def test_the_numbers_of_a_choice_follow_the_other_choices(client: httpx.Client) -> None:
    """A number that the next click does not keep is worse than none."""
    text = page(client, "/steps?performedByRole=ml-developer")
    stages = re.findall(r'<option value="([^"]+lifecycle-stages[^"]+)">[^<]+ \((\d+)\)', text)
    assert stages
    for stage, number in stages:
        both = page(client, f"/steps?performedByRole=ml-developer&operatesInStage={stage}")
        assert int(number) == int(re.search(r'class="count">(\d+)', both)[1])  # type: ignore[index]


def test_a_table_is_sorted_by_its_columns(client: httpx.Client) -> None:
    """A spreadsheet sorts; so must what replaces it."""
    text = page(client, "/tools?view=table&order=-label&limit=100")
    names = [unescape(n) for n in re.findall(r'<th scope="row"><a [^>]+>([^<]+)', text)]

    assert sorted(names, key=str.casefold, reverse=True) == names
    assert 'aria-sort="descending"' in text
    back = re.search(r'aria-sort="descending"><a rel="nofollow" href="([^"]+)"', text)
    assert back is not None
    assert 'aria-sort="ascending"' in page(client, unescape(back[1]))


def test_what_lacks_something_can_be_picked_out(client: httpx.Client) -> None:
    """The list of gaps is the list of work to do."""
    lacking = {
        one["thing"]["href"].removeprefix("/api/v1")
        for one in client.get("/api/v1/score").json()["missing"]
    }
    text = page(client, "/responsibilities?gap=yes&view=table&limit=100")

    assert {href for href in lacking if href.startswith("/responsibilities/")} == {
        *ROWS.findall(text)
    }
    assert "something is missing (4)" in text


def test_the_table_that_is_taken_along_has_the_same_rows(client: httpx.Client) -> None:
    """Whoever narrowed a list wants that part in the meeting, not all of it."""
    text = page(client, "/steps?performedByRole=ml-developer&view=table&limit=100")
    link = re.search(r'href="(/api/v1/steps\?[^"]*format=csv)"', text)
    assert link is not None
    rows = list(csv.reader(client.get(unescape(link[1])).text.splitlines()))

    assert len(ROWS.findall(text)) == len(rows) - 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/steps?colour=red", "Unknown parameter"),
        ("/steps?view=tabel", "it is cards or table"),
        ("/steps?order=-size", "no field"),
        ("/steps?gap=perhaps", "it is yes"),
        ("/steps?performedByRole=nobody", "There is no"),
    ],
)
def test_what_a_list_cannot_do_is_said(path: str, words: str, client: httpx.Client) -> None:
    """A list that silently shows something else is taken for the answer."""
    answer = client.get(path, headers={"Accept": "text/html"})

    assert 400 == answer.status_code
    assert words in answer.text


def test_cards_leave_out_what_is_the_same_for_all(client: httpx.Client) -> None:
    """All roles come from one document; a chip on each card says nothing."""
    assert 'class="chip"' not in page(client, "/roles")
    assert 'class="chip"' in page(client, "/responsibilities")


def test_a_list_of_gaps_is_taken_along_with_what_is_missing(client: httpx.Client) -> None:
    """A meeting goes through the gaps of one list; the sheet has the rows of the page."""
    text = page(client, "/responsibilities?gap=yes&limit=100")
    csv_link = re.search(r'href="([^"]+format=csv)"', text)
    assert csv_link is not None
    answer = client.get(unescape(csv_link[1]), headers={"Accept": "text/html"})
    rows = list(csv.DictReader(answer.text.splitlines()))

    assert answer.headers["content-type"].startswith("text/csv")
    shown = [unescape(one) for one in re.findall(r"<h2><a [^>]+>([^<]+)</a></h2>", text)]
    assert shown
    assert shown == [row["Name"] for row in rows]
    assert all(row["What is missing"].startswith("Responsibilities without") for row in rows)
    html = {"Accept": "text/html"}
    assert 400 == client.get("/personas?gap=yes&format=pdf", headers=html).status_code


def test_a_gain_is_told_in_per_cent(client: httpx.Client) -> None:
    """0.0043290043290043 in a sheet says nothing to a meeting."""
    rows = csv.DictReader(client.get("/api/v1/score?format=csv").text.splitlines())
    gains = [row["gain_percent"] for row in rows]

    assert gains
    assert all(re.fullmatch(r"\d+\.\d{1,2}", gain) for gain in gains)
