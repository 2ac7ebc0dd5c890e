"""Resources: what agents read by address: types, things, ontology, shapes, lines of documents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from mcp import types

from rolegraph.client import AsyncClient
from rolegraph.client.requests import graph
from rolegraph.errors import NotFound, ParameterError
from rolegraph.mcp.answers.bounds import LARGEST, bounded
from rolegraph.mcp.answers.citations import SCHEME
from rolegraph.mcp.answers.knowledge import Knowledge

JSON, TURTLE, PLAIN = "application/json", "text/turtle", "text/plain"
_GRAPHS = {
    "ontology": ("http://www.w3.org/2002/07/owl#Ontology", "The terms of the catalogue"),
    "shapes": ("http://www.w3.org/ns/shacl#NodeShape", "The rules of the catalogue, in SHACL"),
}
"""Name of a resource → the class of which each of its files has something, and what it is."""
_LINES = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")
_MOST_LINES = 400
_PAGE = 100


@dataclass(frozen=True)
class ResourceText:
    """What a resource holds."""

    text: str
    media_type: str


def listed(known: Knowledge) -> list[types.Resource]:
    """Return the resources that have one address."""
    found = [_resource(plural, kind.description, JSON) for plural, kind in known.types.items()]
    return [*found, *(_resource(name, about, JSON) for name, (_, about) in _GRAPHS.items())]


def templates() -> list[types.ResourceTemplate]:
    """Return the addresses that a name is put into."""

    def template(path: str, title: str, about: str, media_type: str) -> types.ResourceTemplate:
        return types.ResourceTemplate(
            uri_template=f"{SCHEME}://{path}",
            name=title,
            title=title,
            description=about,
            mime_type=media_type,
        )

    return [
        template("{type}/{id}", "thing", "A thing, as get gives it, without its sources.", JSON),
        template(
            "document-versions/{id}/lines/{lines}",
            "lines of a document",
            f"Lines of a source document with their numbers, as in 40-48; {_MOST_LINES} at most.",
            PLAIN,
        ),
        template("ontology/{file}", "file of the ontology", "Terms, as Turtle.", TURTLE),
        template("shapes/{file}", "file of the shapes", "Rules, as Turtle.", TURTLE),
    ]


async def read(client: AsyncClient, known: Knowledge, uri: str) -> ResourceText:
    """Return what a resource holds.

    Raises:
        ParameterError: the address is none of those that there are.
        NotFound: there is no such thing.
    """
    kind, parts = _parsed(uri)
    if kind in _GRAPHS and len(parts) <= 1:
        return await _file(client, kind, parts[0]) if parts else await _files(client, kind)
    if kind not in known.types:
        there_are = ", ".join([*known.types, *_GRAPHS])
        raise ParameterError(f"{uri} is no resource: {kind!r} is none of {there_are}.")
    if not parts:
        page = await client.list(kind, limit=_PAGE, fields=["label"])
        listing = {"items": page.items, "total": page.total}
        return _json(listing, f"the tool list(type={kind!r}) gives the others, page by page")
    if len(parts) == 1:
        return _json(await client.get(f"{kind}/{parts[0]}"), "the tool get shows chosen fields")
    if kind == "document-versions" and len(parts) == 3 and parts[1] == "lines":  # noqa: PLR2004
        return await _lines(client, parts[0], parts[2])
    raise ParameterError(
        f"{uri} is no resource. A thing is {SCHEME}://{kind}/ID, and lines of a document are "
        f"{SCHEME}://document-versions/ID/lines/40-48."
    )


def _parsed(uri: str) -> tuple[str, list[str]]:
    """Return the first part of an address and the others.

    Raises:
        ParameterError: it is of another scheme, or a part of it is empty or a path.
    """
    address = urlsplit(uri)
    if address.scheme != SCHEME or not address.netloc or address.query or address.fragment:
        raise ParameterError(f"{uri!r} is no resource here; they begin with {SCHEME}://.")
    parts = [unquote(part) for part in address.path.split("/")[1:]]
    if any(not part or "/" in part or part in {".", ".."} for part in parts):
        raise ParameterError(f"{uri!r} names nothing: a part of it is empty, or has a slash in it.")
    return address.netloc, parts


async def _lines(client: AsyncClient, version: str, wanted: str) -> ResourceText:
    """Return lines of a document with their numbers."""
    match = _LINES.fullmatch(wanted)
    if match is None:
        raise ParameterError(f"{wanted!r} names no lines. Write 44, or 40-48.")
    thing = await client.get(f"document-versions/{version}")
    source = thing.get("text")
    if source is None:
        raise NotFound(
            f"The catalogue does not keep the text of {thing.label}. Its file is "
            f"{thing.get('sourceFile')}."
        )
    lines = source.splitlines()
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first or first > len(lines):
        raise NotFound(f"{thing.get('sourceFile')} has the lines 1-{len(lines)}, not {wanted}.")
    shown = lines[first - 1 : min(last, first + _MOST_LINES - 1)]
    head = f"{thing.get('sourceFile')} ({thing.label})"
    text = [f"{number}: {line}" for number, line in enumerate(shown, first)]
    rest = min(last, len(lines)) - (first + len(shown) - 1)
    if rest > 0:
        text.append(f"[{rest} more lines: from {first + len(shown)}]")
    return ResourceText("\n".join([head, *text]), PLAIN)


async def _files(client: AsyncClient, kind: str) -> ResourceText:
    files = {name: f"{SCHEME}://{kind}/{name}" for name in await _graphs(client, kind)}
    return _json({"files": files}, "")


async def _file(client: AsyncClient, kind: str, name: str) -> ResourceText:
    graphs = await _graphs(client, kind)
    if name not in graphs:
        raise NotFound(f"There is no file {name!r} of the {kind}. There are {', '.join(graphs)}.")
    text = await client.send(graph(graphs[name], TURTLE))
    if len(text) > LARGEST:
        cut = f"\n# Cut: {LARGEST:,} of {len(text):,} characters. The tool sparql reads the rest.\n"
        text = text[:LARGEST] + cut
    return ResourceText(text, TURTLE)


async def _graphs(client: AsyncClient, kind: str) -> dict[str, str]:
    """Return the files of ontology or shapes: name → the graph that holds the file."""
    cls, _ = _GRAPHS[kind]
    rows = await client.select(f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?thing a <{cls}> }} }}")
    found = sorted(row["graph"] for row in rows if f"/{kind}/" in row["graph"])
    return {iri.rpartition(f"/{kind}/")[2].replace("/", "~"): iri for iri in found}


def _json(value: Any, rest: str) -> ResourceText:
    fields = {name: part for name, part in value.items() if name != "@context"}
    text = json.dumps(bounded(fields, rest), ensure_ascii=False, indent=1)
    return ResourceText(text, JSON)


def _resource(path: str, about: str, media_type: str) -> types.Resource:
    return types.Resource(
        uri=f"{SCHEME}://{path}", name=path, title=path, description=about, mime_type=media_type
    )
