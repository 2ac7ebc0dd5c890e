"""People misspell, use the other spelling and another order; they must still find what they want."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rolegraph.catalogue import Catalogue
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDERS = {"sample": ROOT, "harbour": ROOT / "examples" / "harbour"}
TABLE = list(
    csv.DictReader((HERE / "searches.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
)
FIRST = 3


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    """The catalogues that the table speaks of."""
    found = {}
    for name, folder in FOLDERS.items():
        store = EmbeddedStore()
        store.load(catalogue_quads(folder))
        found[name] = Catalogue(store)
    return found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['catalogue']}: {row['search']}")
def test_a_search_finds_what_was_meant_among_the_first_three(
    row: dict[str, str], catalogues: dict[str, Catalogue]
) -> None:
    """Nobody types twice what a search should have understood the first time."""
    hits = catalogues[row["catalogue"]].search(row["search"]).items

    assert row["found"] in [hit["label"] for hit in hits[:FIRST]], row["why"]
