"""What a page says of itself to programs: typed links, and JSON-LD in the page.

A browser does not run a block of the type `application/ld+json`, so the policy of the pages, which
allows no script in a page, does not concern it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from rolegraph.folder.description import Description
from rolegraph.http.signposting import SCHEMA, Signposts
from rolegraph.rdf.terms import Quad, RdfFormat, Triple, serialize

_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end the block, or begin another, is written by its number."""

FORMS = {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".rdf": "application/rdf+xml"}
"""Ending of an address → the format that a page names as the description of what it is about."""


@dataclass(frozen=True)
class LinkedData:
    """What a page is about.

    Attributes:
        signposts: its typed links.
        blocks: JSON-LD documents.
    """

    signposts: Signposts
    blocks: Sequence[object] = ()

    @property
    def scripts(self) -> list[Markup]:
        """The blocks as they stand in a page."""
        return [Markup(_written(block)) for block in self.blocks]  # noqa: S704 - nothing ends it


def _written(block: object) -> str:
    return json.dumps(block, ensure_ascii=False, separators=(",", ":")).translate(_IN_HTML)


def block_of(triples: Iterable[Triple]) -> object:
    """Return triples as a JSON-LD document without a context, which each processor reads.

    Statements about triples are left out: JSON-LD 1.1 cannot say them. The page links to Turtle.
    """
    said = [triple for triple in triples if not isinstance(triple.object, Triple)]
    return json.loads(serialize(said, format=RdfFormat.JSON_LD) or b"[]")


def schema_org(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a thing in the terms of schema.org, without what is not known of it."""
    known = {name: value for name, value in said.items() if value}
    return {"@context": SCHEMA, "@type": kind, **known}


def forms_of(address: str) -> list[tuple[str, str]]:
    """Return address and media type of the descriptions beside a page."""
    return [(address + ending, kind) for ending, kind in FORMS.items()]


def dataset_of(about: Description) -> dict[str, Any]:
    """Return the catalogue as pages of its parts name it."""
    said = {"@id": about.base, "name": about.title, "license": about.license}
    return {"@type": "Dataset", **{name: value for name, value in said.items() if value}}


def is_about(statement: Triple | Quad, iri: str) -> bool:
    """Tell whether a statement has a thing as its subject."""
    return getattr(statement.subject, "value", "") == iri
