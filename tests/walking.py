"""A walk through the pages of a service: from the first page along every link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]*)', re.ASCII)
NO_PAGES = re.compile(r"/(api|static|sparql|health|metrics)(/|$)|/openapi|\.[a-z0-9]+$")
"""Addresses that give data, and forms of a page that are none for a browser."""
PLACES = frozenset({"cursor", "from", "limit", "order"})
"""Parameters that choose a part of a list; the page is the same."""


def kind(address: str) -> str:
    """Return what pages of one kind share: their place without names, and their parameters."""
    parts = urlsplit(address)
    steps = parts.path.strip("/").split("/")
    named = [steps[0], *("*" for _ in steps[1:])]
    if steps[0] in {"at", "edit", "docs"}:
        named = [steps[0], steps[1] if steps[0] == "edit" and len(steps) > 1 else "*", *named[2:]]
    asked = parse_qs(parts.query, keep_blank_values=True).keys() - PLACES
    return "/".join(named) + "?" + "&".join(sorted(asked))


def pages(client: httpx.Client, most: int, begin: tuple[str, ...] = ("/",)) -> Iterator[str]:
    """Give the addresses of pages, each reached by a link from another.

    Args:
        client: a client of the service.
        most: how many pages of one kind are given.
        begin: where the walk begins.
    """
    waiting, seen = list(begin), set(begin)
    given: dict[str, int] = defaultdict(int)
    while waiting:
        address = waiting.pop(0)
        given[kind(address)] += 1
        if given[kind(address)] > most:
            continue
        answer = client.get(address, headers={"Accept": "text/html"})
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield address
        for link in LINK.findall(answer.text):
            place = httpx.URL(f"{client.base_url}").join(address).join(link.replace("&amp;", "&"))
            if place.netloc != client.base_url.netloc:
                continue
            found = place.raw_path.decode()
            if found not in seen and not NO_PAGES.search(urlsplit(found).path):
                seen.add(found)
                waiting.append(found)
