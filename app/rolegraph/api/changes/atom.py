"""`/changes.atom`: the latest commits in words, for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.history.reports.commit_words import CommitWords
from rolegraph.history.versions import Versions
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import tagged
from rolegraph.http.request import base_of, known_parameters
from rolegraph.store.journal.entry_format import Entry

ADDRESS = "/changes.atom"
ATOM = "application/atom+xml"
MOST = 50
"""Commits that the feed has."""
_OFFERS = (ATOM, "application/xml", "text/xml")
_NAMESPACE = "http://www.w3.org/2005/Atom"
_BEFORE_ALL = "1970-01-01T00:00:00Z"
_NO_XML = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) has not."""


def router(
    versions: Versions, words: CommitWords, name: str, *, public_url: str | None = None
) -> APIRouter:
    """Return the route of the feed.

    Args:
        versions: the history.
        words: tells commits in words.
        name: of the catalogue.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(tags=["changes"])

    @routes.get(
        ADDRESS,
        operation_id="getChangesFeed",
        summary="Read the latest commits in words, as a feed (Atom)",
        description=f"The newest {MOST} commits: who changed what.",
        responses={200: {"content": {kind: {"schema": {"type": "string"}} for kind in _OFFERS}}},
    )
    def changes_feed(request: Request) -> Response:
        known_parameters(request, ())
        kind = wanted_by(request, _OFFERS)
        entries = versions.newest(MOST)
        told = [(entry, words.of(entry)) for entry in entries]
        return tagged(request, feed(name, base_of(request, public_url), told), kind)

    return routes


def feed(name: str, base: str, told: Sequence[tuple[Entry, Sequence[str]]]) -> bytes:
    """Return commits as an Atom feed.

    Args:
        name: of the catalogue.
        base: address of the service.
        told: commits, the newest first, each with its sentences.
    """
    base = base.rstrip("/")
    root = ET.Element("feed", xmlns=_NAMESPACE)
    _add(root, "id", f"{base}{ADDRESS}")
    _add(root, "title", f"Changes of {name}")
    _add(root, "updated", f"{told[0][0].time}" if told else _BEFORE_ALL)
    _add(root, "link", rel="self", type=ATOM, href=f"{base}{ADDRESS}")
    _add(root, "link", rel="alternate", type="text/html", href=f"{base}/changes")
    for entry, sentences in told:
        item = _add(root, "entry")
        address = f"{base}/changes/{entry.revision}"
        _add(item, "id", address)
        _add(item, "title", entry.headers.get("message") or sentences[0])
        _add(item, "updated", f"{entry.time}")
        _add(_add(item, "author"), "name", entry.headers.get("author") or "unknown")
        _add(item, "link", rel="alternate", type="text/html", href=address)
        _add(item, "content", "\n".join(sentences), type="text")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return element
