"""Tools that write: propose a change, which only judges it; and commit, where it is switched on."""

from __future__ import annotations

from typing import Any

from rolegraph.client import AsyncClient, Resource
from rolegraph.errors import ParameterError
from rolegraph.mcp.answers.arguments import an_object, choice, names, text
from rolegraph.mcp.answers.bounds import bounded
from rolegraph.mcp.answers.knowledge import Knowledge
from rolegraph.mcp.tools.reading import THING
from rolegraph.mcp.tools.tool import AgentTool, Json, MakeTools

_ACTIONS = ["create", "change", "replace", "delete"]


def writing_tools(*, commits: bool) -> MakeTools:
    """Return what makes the tools that write.

    Args:
        commits: whether agents may commit here.
    """

    def make(known: Knowledge) -> list[AgentTool]:
        properties = _properties(known)
        propose = AgentTool(
            "propose",
            "Propose a change",
            "Judge a change by all rules, as a dry run: nothing is stored. It is refused with "
            "what is wrong in which field, or answered with what would be stored. "
            + (
                "To store it, call commit with the same arguments."
                if commits
                else "This server does not commit: show the proposal to the person you work for."
            ),
            an_object(properties, "action"),
            _proposing(commits=commits),
        )
        if not commits:
            return [propose]
        more = {
            "message": text("What the change does and why, for the change log.", longest=900),
            "confirm": names("Words that a refusal asked for, with the person's consent."),
        }
        return [
            propose,
            AgentTool(
                "commit",
                "Store a change",
                "Store a change in the catalogue. Propose it first, and ask the person you work "
                "for. It is one commit of its own, and can be taken back.",
                an_object({**properties, **more}, "action", "message"),
                _commit,
                writes=True,
            ),
        ]

    return make


def _properties(known: Knowledge) -> dict[str, Any]:
    return {
        "action": choice(
            "create a thing; change some of its fields; replace them all; or delete it.", _ACTIONS
        ),
        "type": choice("For create: the type of the thing.", list(known.types)),
        "thing": text(f"For the other actions. {THING}"),
        "fields": {
            "type": "object",
            "description": "For create and replace: all fields of the thing, as describe_type "
            "lists them; links as plural/id. For change: the fields that change; null takes one "
            "away.",
        },
        "etag": text("For the other actions: the etag that get gave, so that nobody's change is "
                     "lost."),
    }  # fmt: skip


def _proposing(*, commits: bool) -> Any:
    async def propose(client: AsyncClient, given: Json) -> Json:
        made = await _write(client, given, dry_run=True)
        following = (
            "Nothing is stored yet. To store it, call commit with the same arguments."
            if commits
            else "Nothing is stored. Show it to the person you work for, who can store it."
        )
        return _told(made, stored=False, following=following)

    return propose


async def _commit(client: AsyncClient, given: Json) -> Json:
    if given["action"] != "create" and "etag" not in given:
        raise ParameterError(
            "The argument 'etag' is missing: read the thing by get, and send the etag it gives."
        )
    how = {"message": given["message"], "confirm": given.get("confirm", ())}
    made = await _write(client, given, **how)
    revision = made.commit["revision"] if made.commit else None
    return _told(made, stored=True, following=f"It is stored as revision {revision}.")


async def _write(client: AsyncClient, given: Json, **how: Any) -> Resource:
    action, fields = given["action"], given.get("fields")
    _require(given, "type" if action == "create" else "thing", action)
    if action != "delete":
        _require(given, "fields", action)
    if action == "create":
        return await client.create(given["type"], fields or {}, **how)
    etag = given.get("etag", "*")
    if action == "change":
        return await client.patch(given["thing"], fields or {}, etag=etag, **how)
    if action == "replace":
        return await client.replace(given["thing"], fields, etag=etag, **how)
    return await client.delete(given["thing"], etag=etag, **how)


def _require(given: Json, name: str, action: str) -> None:
    if name not in given:
        raise ParameterError(f"To {action}, give the argument {name!r}.")


def _told(made: Resource, *, stored: bool, following: str) -> Json:
    commit = dict(made.commit or {})
    thing = {n: v for n, v in made.items() if n != "@context" and v not in ([], None)}
    answer: Json = {
        "stored": stored,
        "next": following,
        "thing": thing,
        "remarks": commit.get("findings", []),
        "added": commit.get("added"),
        "removed": commit.get("removed"),
    }
    if stored:
        answer["etag"] = made.etag
        answer["revision"] = commit.get("revision")
    elif "patch" in commit:
        answer["patch"] = commit["patch"]
    return bounded(answer)
