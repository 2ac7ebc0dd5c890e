"""Things named by id, by address or by IRI: how links and filters are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Protocol
from urllib.parse import unquote

from rolegraph.catalogue.index.addresses import MARK, local_name
from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.paths import either
from rolegraph.catalogue.schema.types import ResourceType
from rolegraph.errors import NotFound
from rolegraph.rdf.terms import NamedNode

CANDIDATES = 2000
"""Names compared with a mistyped one; more would make a refusal slow."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Listed(Protocol):
    """Knows the things of each plural."""

    def iris(self, plural: str) -> Iterable[str]:
        """Yield the IRIs of the things of a plural."""

    def foreign(self, plural: str, base: str) -> Mapping[str, str]:
        """Return id → IRI of those whose IRIs are not made of the base."""


class Resolver:
    """Finds the things that texts name.

    Args:
        facts: the classes of all things.
        base: what the IRIs of things begin with.
        listed: knows the things by plural.
    """

    def __init__(self, facts: Facts, base: str, listed: Listed) -> None:
        self._facts = facts
        self._base = base
        self._listed = listed

    def find(self, text: str, types: Sequence[ResourceType]) -> str:
        """Return the IRI that a text names.

        Args:
            text: an IRI, which need not be known; `plural/id`, also as a path such as
                `/api/v1/plural/id`; or an id.
            types: the types that an id is looked up in.

        Raises:
            NotFound: there is no such thing, or several; the message names near ones.
        """
        if _SCHEME.match(text):
            return checked_iri(text)
        *way, slug = [unquote(part) for part in text.strip("/").split("/")]
        plurals = way[-1:] or [t.plural for t in types]
        found = []
        candidates = [f"{self._base}{plural}/{slug}" for plural in plurals]
        if MARK in slug:
            foreign = (self._listed.foreign(plural, self._base).get(slug) for plural in plurals)
            candidates += filter(None, foreign)
        for iri in dict.fromkeys(candidates):
            classes = self._facts.classes(iri)
            if classes and (way or any(not classes.isdisjoint(t.classes) for t in types)):
                found.append(iri)
        if len(found) == 1:
            return found[0]
        if found:
            names = [iri.removeprefix(self._base) for iri in found]
            raise NotFound(f"{text!r} names several things; write {either(names)}.")
        raise NotFound(self._unknown(text, slug, types))

    def _unknown(self, text: str, slug: str, types: Sequence[ResourceType]) -> str:
        known = (
            local_name(iri)
            for t in types
            for iri in islice(self._listed.iris(t.plural), CANDIDATES)
        )
        near = get_close_matches(slug, list(dict.fromkeys(known)))
        labels = dict.fromkeys(t.label.lower() for t in types)
        kind = " or ".join(labels) if len(labels) <= 3 else "thing"  # noqa: PLR2004 - readable
        hint = f" Did you mean {either(near)}?" if near else ""
        return f"There is no {kind} {text!r}.{hint}"


def checked_iri(text: str) -> str:
    """Return an IRI as it is.

    Raises:
        NotFound: it is none.
    """
    try:
        iri = NamedNode(text).value
    except ValueError:
        iri = ""
    if not _SCHEME.match(iri):
        raise NotFound(f"{text!r} is no IRI.")
    return iri
