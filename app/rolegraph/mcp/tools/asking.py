"""Tools that ask: one for each named question, and SPARQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rolegraph.client import AsyncClient, Rows
from rolegraph.client.requests import query as any_query
from rolegraph.client.requests import rows_of
from rolegraph.errors import SyntaxFault
from rolegraph.mcp.answers.arguments import JsonSchema, an_object, number, text
from rolegraph.mcp.answers.bounds import bounded
from rolegraph.mcp.answers.citations import cite_rows, sources_of
from rolegraph.mcp.answers.knowledge import Knowledge
from rolegraph.mcp.tools.tool import AgentTool, Json

_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
_LIMIT, _OFFSET = "limit", "offset"


def asking_tools(known: Knowledge) -> list[AgentTool]:
    """Return a tool for each named question, and the one for SPARQL."""
    tools = [_question_tool(name, question) for name, question in known.questions.items()]
    return [*tools, _SPARQL]


def _question_tool(tool: str, question: Mapping[str, Any]) -> AgentTool:
    name = question["name"]
    parameters = {parameter["name"]: _parameter(parameter) for parameter in question["parameters"]}
    required = [p["name"] for p in question["parameters"] if p["required"]]
    paging = {
        _LIMIT: number("How many rows.", 1, 200, 50),
        _OFFSET: number("How many rows to skip.", 0, 1_000_000, 0),
    }

    async def ask(client: AsyncClient, given: Json) -> Json:
        values = {key: value for key, value in given.items() if key in parameters}
        rows = await client.question(name, **values)
        shown = await _page(client, rows, given)
        return bounded(shown, "ask for fewer rows with limit and offset")

    columns = ", ".join(column["name"] for column in question["columns"])
    return AgentTool(
        tool,
        question["title"],
        f"{question['summary']} Columns: {columns}. Each row has its sources: file and line.",
        an_object({**paging, **parameters}, *required),
        ask,
    )


def _parameter(parameter: Mapping[str, Any]) -> JsonSchema:
    description = parameter["description"]
    if parameter["default"] is not None:
        description += f" Default: {parameter['default']}."
    if parameter["type"] == "integer":
        return {"type": "integer", "description": description}
    if parameter["type"] == "iri":
        of = " or ".join(parameter["classes"])
        description += f" Written as {of or 'plural'}/id, an id, or an IRI."
    return text(description)


async def _page(client: AsyncClient, rows: Rows, given: Json) -> Json:
    """Return the rows that were asked for, with their sources."""
    first, last = given[_OFFSET], given[_OFFSET] + given[_LIMIT]
    shown = [dict(row) for row in rows.rows[first:last]]
    await cite_rows(client, shown)
    answer: Json = {"columns": list(rows.columns), "rows": shown, "total": len(rows)}
    if not rows.rows:
        answer["note"] = rows.none or "Nothing was found."
    elif not shown:
        answer["note"] = f"There are only {len(rows):,} rows; offset skips them all."
    if last < len(rows):
        answer["cut"] = [f"{len(rows) - last:,} more rows: ask again with offset={last}"]
    return answer


async def _sparql(client: AsyncClient, given: Json) -> Json:
    try:
        answer = await client.send(any_query(given["query"], _ACCEPT))
    except SyntaxFault as error:
        raise SyntaxFault(
            f"{error.message}. This tool runs SELECT, ASK, CONSTRUCT and DESCRIBE; it changes "
            "nothing.",
            line=error.line,
            column=error.column,
        ) from error
    if "json" not in answer.headers.get("content-type", ""):
        return bounded({"turtle": answer.text}, "add LIMIT and OFFSET to the query")
    found = json.loads(answer.content)
    if "boolean" in found:
        return {"boolean": found["boolean"]}
    rows = rows_of(found)
    first = given[_LIMIT]
    cells = [_jsonable(row) for row in rows.rows[:first]]
    shown: Json = {"columns": list(rows.columns), "rows": cells, "total": len(rows)}
    iris = [cell for row in cells for cell in row.values() if _is_address(cell)]
    sources = await sources_of(client, iris)
    shown["sources"] = {
        iri: cited for iri, cited in sources.items() if cited and "line" in cited[0]
    }
    if not rows.rows:
        shown["note"] = "No row fits the query."
    if len(rows) > first:
        shown["cut"] = [
            f"{first} of {len(rows):,} rows are shown: add ORDER BY, LIMIT and OFFSET to the query"
        ]
    return bounded(shown, "select fewer columns, or add LIMIT and OFFSET to the query")


def _is_address(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith(("http://", "https://", "urn:"))


def _jsonable(row: Mapping[str, Any]) -> Json:
    """Return a row without Python's decimals, which JSON does not know."""
    plain = (str, int, float, bool, type(None))
    return {name: v if isinstance(v, plain) else float(v) for name, v in row.items()}


_SPARQL = AgentTool(
    "sparql",
    "Query by SPARQL",
    "Run a SPARQL 1.1 query that only reads: SELECT, ASK, CONSTRUCT or DESCRIBE. The resources "
    "rolegraph://ontology have the terms. Use it when no ask_ tool fits. Select "
    "the IRIs of things, so that sources can say where they stand. The service ends queries that "
    "take too long or need too much.",
    an_object(
        {
            "query": text("The query.", longest=100_000),
            _LIMIT: number("How many rows are shown.", 1, 500, 100),
        },
        "query",
    ),
    _sparql,
)
