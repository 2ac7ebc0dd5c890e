"""Merge patches do what RFC 7396 says, on JSON values and on things."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.writing.bodies import merged
from rolegraph.store.embedded import EmbeddedStore

StoreOf = Callable[..., EmbeddedStore]
SONG = "https://w3id.org/rolegraph/id/songs/second"

APPENDIX_A = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)


def by_the_letter(target: Any, patch: Any) -> Any:
    """Do what the pseudocode of RFC 7396, section 2, says, step by step."""
    if isinstance(patch, dict):
        if not isinstance(target, dict):
            target = {}
        for name, value in patch.items():
            if value is None:
                if name in target:
                    del target[name]
            else:
                target[name] = by_the_letter(target.get(name), value)
        return target
    return patch


@pytest.mark.parametrize(("target", "patch", "expected"), APPENDIX_A)
def test_the_examples_of_the_rfc(target: Any, patch: Any, expected: Any) -> None:
    """All of appendix A."""
    assert expected == merged(target, patch)


@given(values, values)
def test_any_patch_does_what_the_pseudocode_does(target: Any, patch: Any) -> None:
    """And leaves its arguments alone, which the pseudocode does not."""
    before = copy.deepcopy((target, patch))

    found = merged(target, patch)

    assert before == (target, patch)
    assert by_the_letter(copy.deepcopy(target), copy.deepcopy(patch)) == found


bands = st.sampled_from(["larks", "bands/larks", "https://w3id.org/rolegraph/id/bands/nobody"])
song_patches = st.fixed_dictionaries(
    {},
    optional={
        "label": st.none() | st.text('aé"\\\n', min_size=1, max_size=4),
        "track": st.none() | st.integers(-(2**40), 2**40),
        "mood": st.none() | st.sampled_from(["sad", "glad", "odd"]),
        "rating": st.none() | st.decimals(0, 10, places=1).map(lambda d: f"{d.normalize():f}"),
        "isCover": st.none() | st.booleans(),
        "playedBy": st.none() | bands | st.fixed_dictionaries({"id": bands}),
        "verses": st.none()
        | st.lists(st.fixed_dictionaries({"text": st.text("ab", max_size=3)}), max_size=3),
    },
)


@given(st.lists(song_patches, max_size=4))
def test_a_patched_thing_reads_as_the_patched_document(
    store_of: StoreOf, patches: list[dict[str, Any]]
) -> None:
    """Whatever was patched before; what a shape demands is for the guard to say."""
    store = store_of()
    catalogue = Catalogue(store)
    for patch in patches:
        expected = _plain(merged(catalogue.read("songs", "second"), patch))
        change = catalogue.change()
        change.merge(SONG, json.loads(json.dumps(patch)))
        reported = change.thing(SONG)
        store.apply(change.finish())

        found = catalogue.read("songs", "second")
        assert reported == found
        assert expected == _plain(found)


def _plain(song: dict[str, Any]) -> dict[str, Any]:
    """Return a song with links as ids, and sets of verses, without what merely follows."""
    song = {name: value for name, value in song.items() if name not in {"type", "href"}}
    band = song.get("playedBy")
    if band:
        named = band if isinstance(band, str) else band["id"]
        song["playedBy"] = named.rpartition("/")[2]
    song["verses"] = sorted(verse.get("text", "") for verse in song.get("verses") or [])
    return song
