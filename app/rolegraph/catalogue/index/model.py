"""The model of a catalogue: the types of its things, and how things are named and addressed."""

from __future__ import annotations

import re
from urllib.parse import quote

from rolegraph.catalogue.index.addresses import foreign_slug, is_part, own_place
from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.paths import near
from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.context import context as make_context
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.errors import NotFound
from rolegraph.folder.description import Description, description_of
from rolegraph.store.protocol import Store

API = "/api/v1/"
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
"""Slugs that no escape changes, as nearly all."""
SEGMENT = "~!$&'()*+,;=:@"  # characters that a path segment holds as they are (RFC 3986)


class Model:
    """What views and changes of a catalogue are led by.

    Args:
        store: where the quads are.
        types: the resource types; by default those of the store's own shapes and ontology.
        base: what the IRIs of things begin with; by default as the store's description says.

    Raises:
        ConfigurationError: the store's shapes break a convention.
    """

    def __init__(
        self, store: Store, types: ResourceTypes | None = None, base: str | None = None
    ) -> None:
        self.store = store
        self.types = ResourceTypes.from_store(store) if types is None else types
        self.about = description_of(store) or Description()
        self.base = self.about.base if base is None else base
        self.context = make_context(self.types)
        self.names = class_names(self.types)

    def type(self, plural: str) -> ResourceType:
        """Return the type of a plural.

        Raises:
            NotFound: there is none; the message names similar ones.
        """
        if plural in self.types:
            return self.types[plural]
        raise NotFound(f"There is no class {plural!r} here. {near(plural, self.types)}".strip())

    def iri(self, plural: str, slug: str) -> str:
        """Return the IRI that a thing of a type and a slug has."""
        return f"{self.base}{plural}/{slug}"

    def place(self, iri: str, facts: Facts) -> tuple[str, str] | None:
        """Return plural and slug of a thing's IRI, or None where it has no address here.

        Args:
            iri: the thing; one with an IRI of its own has an address as well.
            facts: the classes of all things.
        """
        place = own_place(iri, self.base, self.types)
        if place is not None or is_part(iri, self.base):
            return place
        found = facts.types_of(iri)
        return (found[0].plural, foreign_slug(iri)) if found else None

    def path(self, iri: str, facts: Facts) -> str | None:
        """Return the path of a thing's data, below the base of the service, or None."""
        place = self.place(iri, facts)
        if place is None:
            return None
        plural, slug = place
        return f"{API}{plural}/{slug if _PLAIN.fullmatch(slug) else quote(slug, safe=SEGMENT)}"
