"""Pages tell what a document says from what somebody made of it."""

from __future__ import annotations

import re

import httpx


def origin(client: httpx.Client, path: str) -> str:
    """Return the panel of a page that says where its thing comes from, without markup."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.is_success, answer.text
    panel = answer.text.partition('id="origin"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", panel).split())


def test_a_persona_is_called_a_judgement_as_a_whole(client: httpx.Client) -> None:
    """A persona reads like a person; a reader must see that nobody was asked."""
    told = origin(client, "/personas/robin-castellanos")

    assert "All of this is a judgement of rolegraph maintainers" in told
    assert "No second person has looked at it." in told


def test_of_a_tool_only_what_was_judged_is(client: httpx.Client) -> None:
    """Its version is a fact; what it supports is an opinion."""
    told = origin(client, "/tools/heart")

    assert "supports : a judgement of rolegraph maintainers" in told
    assert "version" not in told.partition(": a judgement")[0]
    assert "rg:" not in told


def test_a_day_is_shown_as_a_day(client: httpx.Client) -> None:
    """OWL wants a time; a reader wants the day."""
    page = client.get("/tools/heart", headers={"Accept": "text/html"}).text

    assert '<time datetime="2025-07-08T00:00:00Z">2025-07-08</time>' in page


def test_a_workflow_shows_its_way_back_and_what_it_tries_out(client: httpx.Client) -> None:
    """A loop that only the data knows would be overlooked."""
    loop = client.get("/workflows/fine-tune-on-findings", headers={"Accept": "text/html"}).text
    attack = client.get(
        "/workflows/assess-model-as-adversary", headers={"Accept": "text/html"}
    ).text

    assert "Leads back to" in loop
    assert "Tries out" in attack
    assert "Black-Box Transfer" in attack
