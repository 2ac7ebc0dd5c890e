"""Mermaid of a workflow: every name is a name, whatever signs it has."""

from __future__ import annotations

import re

import pytest

from odd_workflows import odd_store, read_workflow
from rolegraph.diagrams.mermaid import mermaid_of
from rolegraph.diagrams.plan import ThingInDiagram
from rolegraph.store.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    """The shipped workflows, and odd ones."""
    return odd_store()


def page_of(thing: ThingInDiagram) -> str:
    return f"https://roles.example/{thing.name_in_iri}"


def mermaid(store: EmbeddedStore, slug: str, *languages: str) -> list[str]:
    workflow = read_workflow(store, slug, *languages)
    return [line.strip() for line in mermaid_of(workflow, page_of).decode().splitlines()]


def test_steps_stand_in_the_subgraph_of_their_role(store: EmbeddedStore) -> None:
    """As in the picture of the page: a lane for each role, numbers for the order."""
    lines = mermaid(store, "dinner")
    cook = lines.index('subgraph r1 ["Cook"]')

    assert "flowchart TD" == lines[3]
    assert ['n2["2#46; Cook"]', 'n3["3#46; end"]', 'n6["6#46; Wash up"]', "end"] == lines[
        cook + 1 : cook + 5
    ]


def test_arrows_carry_what_is_handed_on_and_ways_back_are_dotted(store: EmbeddedStore) -> None:
    """Order, handovers and ways back are what the picture is for."""
    lines = mermaid(store, "dinner")

    assert {
        "n0 --> n1",
        "n1 --> n2",
        'n2 -- "Soup #38; bread" --> n4',
        'n4 -. "again" .-> n1',
        'n4 -. "again" .-> n4',
        "n5 --> n7",
        "n6 --> n7",
    } <= set(lines)
    assert ["n0 --> n1"] == [one for one in mermaid(store, "nothing") if "-->" in one]


def test_who_takes_a_step_over_stands_beside_the_lanes(store: EmbeddedStore) -> None:
    """“If a fork is missing, ask the guest” is no step, and a way that the work may take."""
    lines = mermaid(store, "dinner")
    role = next(one for one in lines if one.startswith("e1"))

    assert 'e1(["Guest #34;of honour#34; #60;b#62;#59; #35;1"])' == role
    assert 'n3 -. "if a #34;fork#34;#59; is missing" .-> e1' in lines
    assert [] == [one for one in mermaid(store, "numbers") if one.startswith("e1")]


def test_no_sign_of_a_name_means_anything(store: EmbeddedStore) -> None:
    """A name may not end a text, begin a directive or be taken for Markdown or HTML."""
    lines = mermaid(store, "dinner")
    texts = [text for line in lines[4:] for text in re.findall(r'\["?\(?"?(.*?)"\)?\]', line)]
    bare = [re.sub(r"#\d+;", "", text) for text in texts]

    assert len(texts) > 8
    assert [] == [text for text in bare if set(text) & set('"#;<>`[]{}%&\\*_|~:')]
    assert 'title: "Dinner: \\"the best\\"; 100 \\u0025\\u0025 <of it> #1"' == lines[1]
    assert "5#46; ---" in texts


def test_links_are_only_plain_addresses(store: EmbeddedStore) -> None:
    """A link is followed by whoever opens the file, so it leads to a page or is not there."""
    workflow = read_workflow(store, "dinner")
    odd = "javascript:alert(1)//", 'https://roles.example/a"b', "https://roles.example/a b"

    assert 'click n1 href "https://roles.example/welcome"' in mermaid(store, "dinner")
    for address in odd:
        assert b"click" not in mermaid_of(workflow, lambda _, one=address: one)
    assert b"click" not in mermaid_of(workflow, lambda _: None)


def test_texts_are_in_the_language_that_was_asked_for(store: EmbeddedStore) -> None:
    """Chinese and Arabic stand as they are."""
    assert 'title: "晚餐"' == mermaid(store, "dinner", "zh", "en")[1]
    assert 'n2["2#46; اطبخ الحساء"]' in mermaid(store, "dinner", "ar", "en")
