"""Tools that read: search, get, list, and what a type is made of."""

from __future__ import annotations

from typing import Any

from rolegraph.client import AsyncClient
from rolegraph.client.addresses import path_of
from rolegraph.errors import ParameterError
from rolegraph.mcp.answers.arguments import an_object, choice, names, number, text
from rolegraph.mcp.answers.bounds import bounded
from rolegraph.mcp.answers.citations import cite_items, sources_of
from rolegraph.mcp.answers.knowledge import Knowledge
from rolegraph.mcp.tools.tool import AgentTool, Json

THING = "The thing: plural/id as in roles/ID, or the href or id that another answer gave."

_SHAPING = {"limit", "cursor", "fields", "order", "expand", "include", "at", "plural", "self"}


def reading_tools(known: Knowledge) -> list[AgentTool]:
    """Return the tools that read things."""
    plurals = list(known.types)
    return [
        AgentTool(
            "search",
            "Search the catalogue",
            "Find things by words in their names and texts. The best come first, each with the "
            "text that matched and its sources: file and line. Use it first when you do not know "
            "what something is called.",
            an_object(
                {
                    "query": text("Words to look for.", longest=500),
                    "types": names("Only these types.", choice("A type.", plurals)),
                    "limit": number("How many hits.", 1, 50, 10),
                    "offset": number("How many hits to skip.", 0, 100_000, 0),
                },
                "query",
            ),
            _search,
        ),
        AgentTool(
            "get",
            "Read one thing",
            "Read a thing with all its fields, its etag, and its sources: the lines of the "
            "documents that say it. A role's statements, tools and personas are links; expand "
            "shows them whole.",
            an_object(
                {
                    "thing": text(THING),
                    "expand": names("Fields whose links are shown whole, as in responsibilities."),
                    "fields": names("Only these fields."),
                },
                "thing",
            ),
            _get,
        ),
        AgentTool(
            "list",
            "List things of a type",
            "List the things of a type, by filters. total says how many there are.",
            an_object(
                {
                    "type": choice("The type.", plurals),
                    "filter": {
                        "type": "object",
                        "description": "Field and the value that it must have: a text, or for "
                        'links plural/id, as in {"statementOf": "roles/ID"}.',
                        "additionalProperties": {"type": ["string", "number", "boolean"]},
                    },
                    "fields": names("Only these fields; by default all."),
                    "order": text("Field to sort by; -field for the other way."),
                    "limit": number("How many things.", 1, 100, 20),
                    "cursor": text("The cursor that the page before gave."),
                },
                "type",
            ),
            _list,
        ),
        _describe_type(known),
    ]


async def _search(client: AsyncClient, given: Json) -> Json:
    limit, offset = given["limit"], given["offset"]
    found = await client.search(
        given["query"], types=given.get("types"), limit=limit, cursor=offset or None
    )
    items = [_hit(item) for item in found["items"]]
    await cite_items(client, items)
    answer: Json = {"query": given["query"], "items": items, "total": found["total"]}
    if not items:
        near = ", ".join(found["near"])
        answer["note"] = f"Nothing was found. Near words: {near}." if near else "Nothing was found."
    rest = found["total"] - offset - len(items)
    if rest > 0:
        answer["cut"] = [f"{rest:,} more hits: ask again with offset={offset + len(items)}"]
    return bounded(answer)


def _hit(item: Json) -> Json:
    hit = {name: item[name] for name in ("id", "label", "href", "type", "score")}
    hit["matched"] = [{"field": m["field"], "text": m["text"]} for m in item["matches"]]
    return hit


async def _get(client: AsyncClient, given: Json) -> Json:
    shape = {name: given.get(name) for name in ("expand", "fields")}
    thing = await client.get(given["thing"], **shape)
    fields = _plain(thing)
    sources = (await sources_of(client, [thing.id])).get(thing.id, [])
    answer = {"thing": fields, "etag": thing.etag, "sources": sources}
    path = path_of(given["thing"]).removeprefix("api/v1/")
    return bounded(answer, f"name the fields you need, as in get(thing={path!r}, fields=[…])")


async def _list(client: AsyncClient, given: Json) -> Json:
    own = _SHAPING & given.get("filter", {}).keys()
    if own:
        raise ParameterError(f"filter: {', '.join(sorted(own))} is an argument of list itself.")
    page = await client.list(
        given["type"],
        limit=given["limit"],
        cursor=given.get("cursor"),
        fields=given.get("fields"),
        order=given.get("order"),
        **given.get("filter", {}),
    )
    items = [_plain(item) for item in page.items]
    await cite_items(client, items)
    answer: Json = {"items": items, "total": page.total}
    if not items:
        answer["note"] = f"There are no {given['type']} of that kind."
    if page.cursor:
        answer["cursor"] = page.cursor
        shown = f"{len(items)} of {page.total:,} are shown"
        answer["cut"] = [f"{shown}: ask again with this cursor and the same arguments"]
    return bounded(answer, "ask for fewer things with limit, or for fewer fields with fields")


def _plain(thing: dict[str, Any]) -> Json:
    """Return the fields of a thing without the JSON-LD context and what is empty."""
    return {n: v for n, v in thing.items() if n != "@context" and v not in ([], None)}


def _describe_type(known: Knowledge) -> AgentTool:
    async def describe(client: AsyncClient, given: Json) -> Json:
        del client
        found = known.types[given["type"]]
        return bounded(
            {
                "type": found.plural,
                "description": found.description,
                "required": found.required,
                "fields": found.fields,
            }
        )

    return AgentTool(
        "describe_type",
        "Describe a type",
        "Say which fields the things of a type have, what each means, and what it takes. Read it "
        "before you draft a thing.",
        an_object({"type": choice("The type.", list(known.types))}, "type"),
        describe,
    )
