"""The queries that people keep in the catalogue, as the query page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.catalogue import Catalogue, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.web.frame.links import language_of, text_of

KIND = "saved-queries"
"""The plural of their type; a catalogue with shapes of its own may have none."""


@dataclass(frozen=True)
class SavedQuery:
    """A query of the catalogue.

    Attributes:
        slug: its last part of the address.
        title: its name.
        description: what it finds; empty where that is not said.
        text: in SPARQL; empty where a draft has none.
        language: of its name; empty where that is English.
    """

    slug: str
    title: str
    description: str
    text: str
    language: str = ""


def saved_queries(catalogue: Catalogue, view: View) -> Sequence[SavedQuery]:
    """Return the saved queries, in the order that their shape asks for, without retired ones."""
    if KIND not in catalogue.types:
        return []
    found = [view.thing(iri) for iri in view.iris(KIND)]
    return [_saved(catalogue, thing) for thing in found if thing.get("status") != "retired"]


def saved_query(catalogue: Catalogue, view: View, slug: str) -> SavedQuery:
    """Return the saved query of a slug.

    Raises:
        NotFound: there is none, or the catalogue keeps no queries.
    """
    return _saved(catalogue, view.read(KIND, slug))


def _saved(catalogue: Catalogue, thing: Thing) -> SavedQuery:
    _, slug = catalogue.locate(str(thing["id"])) or ("", "")
    said = {name: text_of(thing.get(name)) for name in ("label", "description", "query")}
    spoken = language_of(thing.get("label"), catalogue.about.language)
    return SavedQuery(slug, said["label"] or slug, said["description"], said["query"], spoken)
