"""Addresses of pages, from the addresses of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rolegraph.catalogue.index.model import API
from rolegraph.rdf.namespaces import ONTOLOGY, SHAPES


def page_path(href: str) -> str:
    """Return the path of a thing's page from the path of its data."""
    head, mark, tail = href.partition(API)
    return f"{head}/{tail}" if mark else href


def term_path(iri: str) -> str | None:
    """Return the path at which a term of the ontology or a shape is described, or None."""
    for namespace, page in ((ONTOLOGY, "/ontology"), (SHAPES, "/shapes")):
        if iri.startswith(namespace):
            return f"{page}#{iri.removeprefix(namespace)}"
    return None


def is_linkable(iri: str) -> bool:
    """Tell whether an address from the data may be followed: no `javascript:` and the like."""
    return iri.startswith(("https://", "http://", "mailto:"))


def text_of(value: Any) -> str:
    """Return a text of JSON, which may have its language beside it; empty where there is none."""
    found = value.get("value") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def label_of(thing: Mapping[str, Any]) -> str:
    """Return the label of a thing or of a link as text, whatever its language; else its id."""
    return text_of(thing.get("label")) or str(thing.get("id") or "")


def both_ways(thing: Mapping[str, Any], name: str, inverse: str) -> list[Any]:
    """Return the links of a relation without a direction, whichever side it is recorded at."""
    links = (*(thing.get(name) or ()), *(thing.get(inverse) or ()))
    return [*{link["id"]: link for link in links}.values()]


def language_of(label: Any, usual: str) -> str:
    """Return the language of a label where it is not English; a plain text has the usual one."""
    found = label.get("language") if isinstance(label, dict) else usual
    return found if isinstance(found, str) and found != "en" else ""
