"""A reading as what a page shows of it: plain texts, each with its place in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rolegraph.documents.account.model import (
    PersonaRead,
    Reading,
    RoleRead,
    StatementPart,
    ToolRead,
)
from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.language.names import tool_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.reading.output import language_hint, nothing_in, place_of_lost
from rolegraph.documents.uploads.plainly import plainly

_LINES = 300
"""Lines of roles, personas and workflows that a page shows: 60 to 80 kB of it."""
_LONG = 1000
"""Characters of a text that a page shows."""
_ENTRIES = 100
"""Entries of any other list that a page shows."""


def shown(reading: Reading) -> dict[str, Any]:
    """Return what a page shows of a reading, as values that JSON can hold.

    Args:
        reading: a document as it was read.

    Returns:
        `language`, `roles`, `personas`, `workflows`, `tools`, `matrix` (its roles, and
        for each activity their letters), `questions`, `not_read`; `hints` on the language, and what
        to do where no role was found. A page has its bounds: `counts` says how many of each there
        are, `more` of a thing how many of its lines are left out, and `further` names the things
        of which only the name is shown.
    """
    return _Shown(reading).whole()


_COUNTED = ("roles", "personas", "workflows", "tools", "matrix", "questions", "not_read")


def _size(line: dict[str, Any]) -> int:
    """Return how many lines one is, with what is nested in it."""
    return 1 + sum(map(_size, line.get("parts", ())))


def _shortened(text: str) -> str:
    more = len(text) - _LONG
    return f"{text[:_LONG]}… ({more:,} more characters)" if more > 0 else text


class _Shown:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._left = _LINES
        self._further: list[dict[str, str]] = []

    def whole(self) -> dict[str, Any]:
        found = self._all()
        counted = {**found, "matrix": found["matrix"]["rows"]}
        counts = {name: len(counted[name]) for name in _COUNTED}
        found["roles"] = self._bounded("role", found["roles"], "statements")
        found["personas"] = self._bounded("persona", found["personas"], "told")
        found["workflows"] = self._bounded("workflow", found["workflows"], "steps")
        found["matrix"]["rows"] = found["matrix"]["rows"][:_ENTRIES]
        for name in ("tools", "questions", "not_read"):
            found[name] = found[name][:_ENTRIES]
        return found | {"counts": counts, "further": self._further}

    def _bounded(self, kind: str, things: list[dict[str, Any]], lines: str) -> list[dict[str, Any]]:
        """Return the things for which the page has room; the others are named."""
        kept = []
        for each in things:
            if self._left <= 0:
                named = {"kind": kind, "name": each["name"], "place": each["place"]}
                self._further.append(named)
                continue
            said, here = each[lines], 0
            while here < len(said) and self._left > 0:
                self._left -= _size(said[here])
                here += 1
            self._left -= 1
            kept.append(each | {lines: said[:here], "more": len(said) - here})
        return kept

    def _all(self) -> dict[str, Any]:
        reading = self._reading
        return {
            "language": reading.language,
            "language_source": reading.language_source,
            "hints": [plainly(each) for each in self._hints()],
            "roles": [self._role(each) for each in reading.roles],
            "personas": [self._persona(each) for each in reading.personas],
            "workflows": [self._workflow(each) for each in reading.workflows],
            "tools": self._tools(),
            "matrix": self._matrix(),
            "questions": [
                {
                    "question": plainly(each.question),
                    "choices": list(each.choices),
                    "place": reading.outline.place(each.line),
                }
                for each in reading.questions
            ],
            "not_read": [
                {"place": place_of_lost(reading, each), "reason": plainly(each.reason)}
                for each in reading.not_read
            ],
        }

    def _hints(self) -> list[str]:
        reading = self._reading
        return [nothing_in(reading)] if reading.is_empty else list(language_hint(reading))

    def _matrix(self) -> dict[str, Any]:
        assignments = self._reading.assignments
        roles = list(dict.fromkeys(each.role for each in assignments))
        rows: dict[str, dict[str, str]] = {}
        for each in assignments:
            rows.setdefault(each.activity, {})[each.role] = "/".join(each.letters)
        return {
            "roles": roles,
            "rows": [
                {"activity": activity, "letters": [said.get(role, "") for role in roles]}
                for activity, said in rows.items()
            ],
        }

    def _place(self, passage: Passage) -> str:
        return passage.in_table or self._reading.outline.place_of(passage)

    def _role(self, role: RoleRead) -> dict[str, Any]:
        return {
            "name": role.name,
            "place": self._place(role.passage),
            "waits": bool(role.waits_for),
            "aliases": role.aliases,
            "description": _shortened(" ".join(each.plain for each in role.description)),
            "relations": [{"kind": each.kind, "to": each.to} for each in role.relations],
            "tools": [each.name for each in role.tools],
            "statements": [
                {
                    "kind": each.kind or "kind unknown",
                    "text": _shortened(each.passage.plain),
                    "status": each.status,
                    "place": self._place(each.passage),
                    "tools": [tool.name for tool in each.tools],
                    "parts": self._parts(each.parts),
                }
                for each in role.statements
            ],
        }

    def _parts(self, parts: Iterable[StatementPart]) -> list[dict[str, Any]]:
        return [
            {
                "text": _shortened(each.passage.plain),
                "tools": [tool.name for tool in each.tools],
                "parts": self._parts(each.parts),
            }
            for each in parts
        ]

    def _persona(self, persona: PersonaRead) -> dict[str, Any]:
        return {
            "name": persona.name,
            "role": persona.role,
            "place": self._place(persona.passage),
            "told": [
                {
                    "what": each.what,
                    "text": _shortened(each.text),
                    "place": self._place(each.passage),
                }
                for each in persona.told
            ],
            "tools": [each.name for each in persona.tools],
        }

    def _workflow(self, flow: WorkflowRead) -> dict[str, Any]:
        return {
            "name": flow.name,
            "place": self._place(flow.passage),
            "waits": bool(flow.waits_for),
            "steps": [
                {
                    "number": each.number or str(each.order),
                    "text": _shortened(each.name),
                    "role": each.role,
                    "tools": [tool.name for tool in each.tools],
                    "place": self._place(each.passage),
                }
                for each in flow.steps
            ],
        }

    def _tools(self) -> list[dict[str, str]]:
        """Return each tool once, whether a table, a role, a persona or a step names it."""
        reading, found = self._reading, dict[str, dict[str, str]]()
        named: list[ToolRead] = [*reading.tools]
        named += (each for role in reading.roles for each in role.tools)
        named += (each for persona in reading.personas for each in persona.tools)
        for each in named:
            one = found.setdefault(tool_key(each.name), {"name": each.name, "purpose": ""})
            one["purpose"] = one["purpose"] or each.purpose
        for flow in reading.workflows:
            for tool in (*flow.tools, *(tool for step in flow.steps for tool in step.tools)):
                found.setdefault(tool_key(tool.name), {"name": tool.name, "purpose": ""})
        return list(found.values())
