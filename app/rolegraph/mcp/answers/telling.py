"""Errors as an agent can use them: what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rolegraph.errors import (
    Busy,
    ConfirmationNeeded,
    FieldFaults,
    PermissionDenied,
    PreconditionFailed,
    Refused,
    RolegraphError,
    StillNeeded,
    Unauthenticated,
)
from rolegraph.mcp.answers.knowledge import Knowledge

_SHOWN = 20
"""Findings or faults that an error lists."""


def told(error: RolegraphError, known: Knowledge | None, token_hint: str) -> dict[str, Any]:
    """Return an error as JSON: `error`, `fix`, and `faults` by field.

    Args:
        error: what happened.
        known: gives fields their names; None where the service could not be asked for them.
        token_hint: how a token is given here.
    """
    document: dict[str, Any] = {"error": str(error)}
    match error:
        case FieldFaults():
            document["faults"] = [
                {"field": where.lstrip("/"), "problem": what} for where, what in error.faults
            ][:_SHOWN]
            document["fix"] = "Correct these fields; describe_type lists the fields of a type."
        case Refused():
            document["faults"] = _findings(error.findings, known)
            document["fix"] = (
                "Nothing was stored. Set or correct the fields of each Violation and send the "
                "whole change again. A Warning does not stop a draft. explain_rule tells more of "
                "a rule."
            )
        case StillNeeded():
            document["neededBy"] = list(error.needed_by)[:_SHOWN]
            document["fix"] = "Change or delete what needs it first."
        case ConfirmationNeeded():
            document["confirm"] = list(error.confirm)
            document["fix"] = (
                "This is a large change. Ask the person you work for; if they agree, send it "
                "again with these words in confirm."
            )
        case PreconditionFailed():
            document["fix"] = "Read it again by get, and make the change on that, with its etag."
        case Unauthenticated() | PermissionDenied():
            document["fix"] = token_hint
        case Busy():
            document["fix"] = f"Try again in {error.retry_after} s."
    return document


def as_text(document: Mapping[str, Any]) -> str:
    """Return an error as a text with a line for each fault."""
    lines = [str(document["error"])]
    for fault in document.get("faults", ()):
        severity = f"{fault['severity']}: " if "severity" in fault else ""
        rule = f" (rule {fault['rule']})" if "rule" in fault else ""
        lines.append(f"- {fault['field'] or 'the whole'}: {severity}{fault['problem']}{rule}")
    if "fix" in document:
        lines.append(str(document["fix"]))
    return "\n".join(lines)


def _findings(findings: Sequence[Any], known: Knowledge | None) -> list[dict[str, Any]]:
    """Return findings with the field that each is about, where it is about one."""
    found = []
    for finding in findings[:_SHOWN]:
        document = finding if isinstance(finding, Mapping) else finding.to_json()
        field = known.field_of.get(document.get("path") or "", "") if known else ""
        told_of = {
            "field": field or _named_in(document, known),
            "severity": document.get("severity"),
            "problem": document.get("message"),
            "rule": document.get("rule"),
        }
        if document.get("value"):
            told_of["value"] = document["value"]
        found.append(told_of)
    return found


def _named_in(document: Mapping[str, Any], known: Knowledge | None) -> str:
    """Return the field whose property a message names, as in `add rg:hasScenario`.

    Rules about several fields have no path.
    """
    message = str(document.get("message", ""))
    for iri, name in (known.field_of if known else {}).items():
        local = iri.replace("#", "/").rpartition("/")[2]
        if f":{local} " in f"{message} " or f":{local};" in message:
            return name
    return ""
