"""Tools about documents: read one, see what it would change, and propose it to a person.

No tool brings a document in: a proposal changes nothing until somebody approves it.
"""

from __future__ import annotations

from typing import Any

from rolegraph.client import AsyncClient
from rolegraph.errors import ParameterError
from rolegraph.mcp.answers.arguments import an_object, names, text
from rolegraph.mcp.answers.bounds import bounded
from rolegraph.mcp.answers.knowledge import Knowledge
from rolegraph.mcp.tools.tool import AgentTool, Json, MakeTools

PROPOSE_DOCUMENT = "propose_document"
_LONGEST = 1_000_000
_NAME = "Its path in the catalogue, such as data/handbook.md; list_documents names those there."
_TEXTS = (".md", ".markdown", ".txt", ".csv", ".tsv", ".yaml", ".yml", ".json", ".html", ".adoc")
"""Endings of documents that are texts, as an agent can send them."""
_FILE = text(
    "A name of a file, whose ending says of which format it is: handbook.md, raci.csv, roles.yaml.",
    longest=200,
)
_TEXT = text("The document: Markdown, a table, YAML, JSON, HTML or AsciiDoc.", longest=_LONGEST)


def document_tools(*, keeps: bool) -> MakeTools:
    """Return what makes the tools about documents.

    Args:
        keeps: whether proposals stay; those of a copy of a folder end with it.
    """

    def make(known: Knowledge) -> list[AgentTool]:
        del known
        tools = _tools()
        return tools if keeps else [each for each in tools if not each.proposes]

    return make


def _tools() -> list[AgentTool]:
    answer = an_object(
        {
            "topic": text("As the question has it.", longest=100),
            "texts": names("The texts that the question is about, all of them."),
            "answer": text("One of its choices.", longest=500),
        },
        "topic",
        "texts",
        "answer",
    )
    version = {
        "name": text(_NAME, longest=300),
        "text": {
            **_TEXT,
            "description": "The document, or its next version. Without it: the one that the "
            "service keeps, to answer its questions.",
        },
        "answers": names(
            "Answers to its questions, that the person you work for gave. Do not guess: what is "
            "open can be answered later.",
            answer,
        ),
        "replaces": text("The document whose place it takes, under another name.", longest=300),
    }
    message = text("What it is for: the title of the proposal.", longest=200)
    return [
        AgentTool(
            "list_documents",
            "List the documents",
            "List the documents that the catalogue was read from, with the number of questions "
            "about each that nobody has answered.",
            an_object({}),
            _list,
        ),
        AgentTool(
            "get_document",
            "Read what is asked about a document",
            "Give a document of the catalogue with its questions, open and answered.",
            an_object({"name": text(_NAME, longest=300)}, "name"),
            _get,
        ),
        AgentTool(
            "read_document",
            "Read a document",
            "Tell what is read in a document of roles: roles, statements, personas, workflows, "
            "tools, questions, and what was not read and why. Nothing is stored.",
            an_object({"name": _FILE, "text": _TEXT}, "name", "text"),
            _read,
        ),
        AgentTool(
            "plan_document",
            "See what a document would change",
            "Tell what bringing a document into the catalogue, or its next version, would add, "
            "change and retire, by what rules, and what it asks. Nothing is stored. It needs the "
            "token of an editor.",
            an_object(version, "name"),
            _plan,
        ),
        AgentTool(
            PROPOSE_DOCUMENT,
            "Propose a document",
            "Keep a document, or its next version, as a proposal. The catalogue stays as it is "
            "until a person approves it. Plan it first, and show the person you work for what it "
            "changes and asks.",
            an_object({**version, "message": message}, "name", "message"),
            _propose,
            proposes=True,
        ),
    ]


async def _list(client: AsyncClient, given: Json) -> Json:
    del given
    found = [
        {name: each[name] for name in ("name", "open", "answered", "behind")}
        for each in await client.documents.list()
    ]
    return bounded({"documents": found, "total": len(found)})


async def _get(client: AsyncClient, given: Json) -> Json:
    found = await client.documents.get(given["name"])
    kept = ("name", "graph", "open", "answered", "behind", "questions")
    return bounded({name: found[name] for name in kept})


async def _read(client: AsyncClient, given: Json) -> Json:
    _require_text(given["name"])
    found = await client.read_document(given["name"], given["text"].encode())
    return bounded(found, "read a part of the document alone")


async def _plan(client: AsyncClient, given: Json) -> Json:
    made = await _bring(client, given, dry_run=True)
    following = (
        "Nothing is stored. Show it to the person you work for, with its questions; to have it "
        "approved by somebody, call propose_document."
    )
    return _told(made, following)


async def _propose(client: AsyncClient, given: Json) -> Json:
    made = await _bring(client, given, propose=True, message=given["message"])
    number = made["proposal"]
    following = (
        f"It is proposal {number}. A person approves or declines it at /proposals/{number} on the "
        "pages of the service."
    )
    return {"proposal": number} | _told(made, following)


async def _bring(client: AsyncClient, given: Json, **how: Any) -> dict[str, Any]:
    written = given.get("text")
    if written is not None:
        _require_text(given["name"])
    return await client.documents.bring_in(
        given["name"],
        written.encode() if written is not None else None,
        answers=given.get("answers", ()),
        replaces=given.get("replaces"),
        **how,
    )


def _require_text(name: str) -> None:
    """Refuse a format that is no text: an agent has no bytes to send.

    Raises:
        ParameterError: so it is.
    """
    if not name.lower().endswith(_TEXTS):
        raise ParameterError(
            f"{name!r} is not the name of a text. Send the document as one of "
            f"{', '.join(_TEXTS)}; files of Word and the like a person chooses at /read."
        )


def _told(made: dict[str, Any], following: str) -> Json:
    kept = ("name", "new", "added", "changes", "retired", "undone", "leaning", "shared")
    commit = made["commit"]
    answer: Json = {"next": following, **{name: made[name] for name in kept}}
    answer["questions"] = [each for each in made["questions"] if not each["answer"]]
    answer["remarks"] = commit["findings"]
    answer["triples"] = {"added": commit["added"], "removed": commit["removed"]}
    return bounded(answer)
