"""Answers show as much of a thing, and of what it leads to, as is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from test_read import stored, triples_in

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.reading.read import selection_of
from rolegraph.errors import ParameterError

BASE = "https://w3id.org/rolegraph/id/"


def read(
    catalogue: Catalogue, place: str, fields: str | None = None, expand: str | None = None
) -> dict[str, Any]:
    """Read a thing as `fields` and `expand` ask for it."""
    plural, slug = place.split("/")
    chosen = selection_of(catalogue.types, catalogue.type(plural), fields, expand)
    with catalogue.view() as view:
        return view.thing(view.resolve(plural, slug), chosen)


def test_only_named_fields_are_shown(bands: Catalogue) -> None:
    """A list of labels need not carry everything else."""
    assert {"id": BASE + "songs/second", "label": "Zebra", "mood": "glad"} == read(
        bands, "songs/second", "label,mood"
    )


def test_members_that_are_no_fields_can_be_named(bands: Catalogue) -> None:
    """A client that follows links wants `href` and nothing else."""
    assert {"id", "type", "href"} == set(read(bands, "songs/second", "type,href"))


def test_dots_lead_into_links_and_nested_things(bands: Catalogue) -> None:
    """One request in place of many."""
    assert {
        "id": BASE + "songs/second",
        "playedBy": {"id": BASE + "bands/larks", "founded": "1999-05-01"},
        "verses": [{"id": BASE + "songs/second#verse", "text": "One by one"}],
    } == read(bands, "songs/second", "playedBy.founded,verses.text")


def test_a_link_is_expanded_to_the_whole_thing(bands: Catalogue) -> None:
    """It is then the same as when it is read by itself."""
    song = read(bands, "songs/second", expand="playedBy")

    assert bands.read("bands", "larks") == song["playedBy"]
    assert "glad" == song["mood"]


def test_links_are_expanded_to_any_depth(bands: Catalogue) -> None:
    """Round a circle too, as far as the dots go."""
    band = read(bands, "bands/larks", expand="songs.playedBy.songs")

    inner = band["songs"][0]["playedBy"]["songs"]
    assert ["Zebra", "Aria"] == [song["label"] for song in inner]
    assert isinstance(inner[0]["playedBy"], dict)
    assert "founded" not in inner[0]["playedBy"]


def test_what_is_expanded_is_shown_beside_named_fields(bands: Catalogue) -> None:
    """`fields` narrows the thing itself; the expanded one is whole, unless it is narrowed too."""
    song = read(bands, "songs/second", "label", "playedBy")
    narrowed = read(bands, "songs/second", "label,playedBy.label", "playedBy")

    assert {"id", "label", "playedBy"} == set(song)
    assert "founded" in song["playedBy"]
    assert {"id", "label"} == set(narrowed["playedBy"])


def test_a_link_to_nothing_known_stays_a_link(bands: Catalogue) -> None:
    """There is nothing to expand."""
    assert bands.read("songs", "lost") == read(bands, "songs/lost", expand="playedBy")


def test_an_expanded_answer_says_only_what_the_store_has(shipped: Catalogue) -> None:
    """It is JSON-LD like any other."""
    expand = "personas.workflows.steps.tools,responsibilities.activities"
    role = read(shipped, "roles/ml-developer", expand=expand)

    found = triples_in(shipped, role)

    assert len(found) > 300
    assert found <= stored(shipped)


@pytest.mark.parametrize(
    ("fields", "expand", "said"),
    [
        ("lable", None, r"songs has no field 'lable'. Did you mean 'label'\?"),
        ("playedBy.lable", None, r"playedBy has no field 'lable'"),
        ("mood.label", None, "holds plain values"),
        ("", None, "give names of fields"),
        (None, "mood", "leads to no thing. These do: playedBy"),
        (None, "playdBy", r"Did you mean 'playedBy'\?"),
    ],
)
def test_what_cannot_be_shown_is_explained(
    bands: Catalogue, fields: str | None, expand: str | None, said: str
) -> None:
    """Leaving it out in silence would look like missing data."""
    with pytest.raises(ParameterError, match=said):
        read(bands, "songs/second", fields, expand)


def test_a_thing_tells_who_refers_to_it(bands: Catalogue) -> None:
    """Also by what is nested in others, and by which field."""
    with bands.view() as view:
        band = view.thing(BASE + "bands/larks", references=True)

    assert [("songs/second", "Song", "playedBy"), ("songs/tenth", "Song", "playedBy")] == [
        (r["id"].removeprefix(BASE), r["type"], r["field"]) for r in band["referencedBy"]
    ]


def test_what_quotes_a_document_refers_to_it(shipped: Catalogue) -> None:
    """The quotation nested in a statement counts as the statement."""
    version = "document-versions/roles-614fbcafdd5d"
    with shipped.view() as view:
        thing = view.thing(BASE + version, references=True)

    refers = {(r["id"].removeprefix(BASE), r["field"]) for r in thing["referencedBy"]}
    assert ("roles/ml-developer", "definedIn") in refers
    assert ("practices/ml-developer-uses-mlops-end-to-end-model-pipelines", None) in refers
    assert triples_in(shipped, thing) <= stored(shipped)
