"""Commits and differences as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from rolegraph.history.reports.differences import ShownChange, ThingChange
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode
from rolegraph.store.journal.entry_format import Entry

Json = dict[str, Any]


def commit_json(entry: Entry, address: str) -> Json:
    """Return what the change log says of a commit, without the guard's findings.

    Args:
        entry: the commit.
        address: of all changes; the commit lies below it.
    """
    return {
        "revision": entry.revision,
        "parent": entry.revision - 1,
        "time": entry.time,
        "author": entry.author or None,
        "message": entry.message or None,
        "added": entry.added,
        "removed": entry.removed,
        "href": f"{address}/{entry.revision}",
    }


def guard_json(entry: Entry) -> Json | None:
    """Return the guard's report on a commit; None where none was made."""
    report = entry.headers.get("guard")
    if not report:
        return None
    found: Json = json.loads(report)
    return found


def thing_json(thing: ThingChange, href: Callable[[str], str | None]) -> Json:
    """Return what happened to a thing.

    Args:
        thing: what happened.
        href: gives the address of a thing from its IRI, or None.
    """
    return {
        "id": thing.iri,
        "label": thing.label,
        "type": thing.kind or None,
        "href": href(thing.iri),
        "change": thing.how,
        "files": list(thing.files),
        "properties": [
            {
                "property": change.predicate,
                "label": change.label,
                "part": change.part or None,
                "removed": [_value(value) for value in change.removed],
                "added": [_value(value) for value in change.added],
            }
            for change in thing.properties
        ],
    }


def _value(value: ShownChange) -> Json:
    """Return a term as SPARQL's JSON results write it, an IRI with its label.

    Source: https://www.w3.org/TR/sparql11-results-json/#select-encode-terms.
    """
    term = value.term
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value, "label": value.text}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "triple", "value": str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return found
    return {**found, "datatype": term.datatype.value}
