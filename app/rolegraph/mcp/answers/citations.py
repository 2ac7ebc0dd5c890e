"""Citations: each thing that an answer names, with the file and line that say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from rolegraph.client import AsyncClient
from rolegraph.documents.text.pages import page_word

SCHEME = "rolegraph"
_AT_ONCE = 100
_OF_ONE = 5
"""Passages that are cited for one item of a list."""


async def sources_of(client: AsyncClient, iris: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return of each thing where it stands.

    Args:
        client: the service.
        iris: the things; the first hundred count.

    Returns:
        IRI → citations. Of a document: `file`, `line`, `page` or `slide` where it has such, `text`,
        `uri` of the line, and `of` where another thing quotes it. Where no document speaks of it:
        `file` of the catalogue.
    """
    asked = [iri for iri in dict.fromkeys(iris) if ":" in iri][:_AT_ONCE]
    found = await client.sources(*asked) if asked else []
    return {item["id"]: _citations(item) for item in found}


def _citations(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    passages = [(passage, False) for passage in item["quoted"]]
    passages += [(passage, True) for passage in item["linked"]]
    cited = [_citation(passage, linked=linked) for passage, linked in passages]
    return cited or [{"file": file} for file in item["files"]]


def _citation(passage: Mapping[str, Any], *, linked: bool) -> dict[str, Any]:
    found = {"file": passage["file"], "line": passage["line"], "text": passage["text"]}
    if passage["page"] is not None:
        found[page_word(passage["file"])] = passage["page"]
    version = passage["version"].rpartition("/")[2]
    if passage["line"] is not None:
        found["uri"] = f"{SCHEME}://document-versions/{quote(version)}/lines/{passage['line']}"
    return {**found, "of": passage["of"]} if linked else found


async def cite_items(client: AsyncClient, items: list[dict[str, Any]]) -> None:
    """Add `sources` to each item of a list: where the item stands."""
    known = await sources_of(client, (item["id"] for item in items if "id" in item))
    for item in items:
        item["sources"] = known.get(item.get("id", ""), [])[:_OF_ONE]


async def cite_rows(client: AsyncClient, rows: list[dict[str, Any]]) -> None:
    """Add `sources` to each row: where the things in its cells stand, each line once."""
    things = [[cell["id"] for cell in row.values() if _is_link(cell)] for row in rows]
    known = await sources_of(client, (iri for row in things for iri in row))
    for row, iris in zip(rows, things, strict=True):
        cited = [source for iri in iris for source in known.get(iri, ())]
        own = [source for source in cited if "line" in source and "of" not in source]
        # The line that the row itself speaks of comes first.
        ordered = sorted(own or cited, key=lambda source: source.get("line") != row.get("line"))
        unique = {(s.get("file"), s.get("line")): s for s in reversed(ordered)}
        row["sources"] = list(reversed(unique.values()))[:_OF_ONE]


def _is_link(cell: Any) -> bool:
    return isinstance(cell, dict) and "id" in cell
