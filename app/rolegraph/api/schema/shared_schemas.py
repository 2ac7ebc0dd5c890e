"""The schemas that several surfaces share: what became of a write, and what went wrong."""

from __future__ import annotations

from typing import Any

from rolegraph.catalogue.schema.json_schema import LINK, LITERAL, REFERRER, reference

Described = dict[str, Any]

TEXT: Described = {"type": "string"}
FILE: Described = {"type": "string", "format": "binary"}
"""A body that is sent as it is; generators take bytes for it."""
_PLACE = {
    "file": "Where it stands: the file.",
    "line": "Its line, from 1.",
    "column": "Its column, from 1.",
    "endLine": "The line of its end.",
    "endColumn": "The column behind its end.",
}


def an_object(about: str, members: Described, *optional: str, closed: bool = False) -> Described:
    """Return the schema of an object.

    Args:
        about: what it is, for people.
        members: name of each member → its schema.
        optional: the members that may be missing.
        closed: whether it has no others.
    """
    found = {
        "type": "object",
        "description": about,
        "properties": members,
        "required": [name for name in members if name not in optional],
    }
    return found | ({"additionalProperties": False} if closed else {})


def an_array(items: Described, about: str | None = None) -> Described:
    """Return the schema of an array."""
    found: Described = {"type": "array", "items": items}
    return found | ({"description": about} if about else {})


def text(about: str, *, null: bool = False, form: str | None = None) -> Described:
    """Return the schema of a text with its meaning."""
    kind: Described = {"type": ["string", "null"] if null else "string", "description": about}
    return kind | ({"format": form} if form else {})


def whole(about: str, *, least: int = 0) -> Described:
    """Return the schema of a whole number with its meaning."""
    return {"type": "integer", "minimum": least, "description": about}


_FINDING = an_object(
    "What the guard found.",
    {
        "severity": {"type": "string", "enum": ["Violation", "Warning", "Info"]},
        "rule": text("Name of the shape."),
        "message": text("What is wrong and how to fix it."),
        "ruleIri": text("IRI of the shape."),
        "check": text("The check that found it."),
        "focus": text("IRI of the thing at fault."),
        "label": text("Its label."),
        "path": text("The property at fault."),
        "value": text("The value at fault."),
        "component": text("The constraint component that found it."),
        "expected": text("What is expected there."),
        "hint": text("What may help."),
        "snippet": text("What to write, as Turtle."),
        "responsible": text("Who looks after it."),
        **{name: text(said) for name, said in list(_PLACE.items())[:1]},
        **{name: whole(said) for name, said in list(_PLACE.items())[1:]},
    },
    *("ruleIri", "check", "focus", "label", "path", "value", "component", "expected", "hint"),
    *("snippet", "responsible", *_PLACE),
)
_COMMIT = an_object(
    "What became of the write.",
    {
        "revision": whole("The revision it made, or the present one."),
        "dryRun": {"type": "boolean", "description": "Whether it was judged only."},
        "removed": whole("How many quads it removed."),
        "added": whole("How many quads it added."),
        "findings": an_array(reference("Finding")),
        "patch": text("Of a dry run: the patch as RDF Patch."),
    },
    "patch",
)
_FAULT = an_object(
    "A fault of a body.",
    {"pointer": text("Where it is: a JSON pointer (RFC 6901)."), "detail": text("What is wrong.")},
)
PROBLEM = an_object(
    "A problem document (RFC 9457).",
    {
        "type": text("What kind of problem it is.", form="uri"),
        "title": text("The same in a few words."),
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": text("What is wrong and what to do."),
        "requestId": text("Name of the request, as the service's log has it."),
        "errors": an_array(reference("FieldFault"), "The faults of the body."),
        "findings": an_array(reference("Finding"), "What the guard found."),
        "patch": text(
            "Of a refused change, unless it is large: what it would have stored, as RDF Patch."
        ),
        "neededBy": an_array(reference(REFERRER), "Who refers to what was to be deleted."),
        "changedSince": an_array(
            TEXT, "IRIs of the things of a commit that later commits changed too."
        ),
        "laterCommits": an_array(
            {"type": "integer"}, "Revisions of these later commits, the latest first."
        ),
        "confirm": an_array(TEXT, "The words that `confirm` needs."),
        "offers": an_array(TEXT, "The media types on offer."),
        "line": whole("Line of the fault in the text that was sent.", least=1),
        "column": whole("Its column.", least=1),
        "leader": text("Where a read replica sends writes.", form="uri"),
        "checks": {
            "type": "object",
            "description": "Of a service that is not ready: each check with what is wrong, or ok.",
            "additionalProperties": TEXT,
        },
        "revision": whole("Of a service that is not ready: its revision."),
        "replica": {
            "type": "object",
            "description": "Of a read replica that is not ready: how far it is.",
            "additionalProperties": True,
        },
    },
    *("requestId", "errors", "findings", "patch", "neededBy", "confirm", "offers", "line"),
    *("column", "leader", "checks", "revision", "replica", "changedSince", "laterCommits"),
)
_OPERATION = an_object(
    "One write of a batch.",
    {
        "method": {"type": "string", "enum": ["POST", "PUT", "PATCH", "DELETE"]},
        "path": text("As of the single request: `personas`, `personas/robin` or an href."),
        "body": {
            "type": "object",
            "description": "As of the single request.",
            "additionalProperties": True,
        },
        "ifMatch": text("As the header of the single request."),
        "ifNoneMatch": {"type": "string", "const": "*"},
    },
    *("body", "ifMatch", "ifNoneMatch"),
    closed=True,
)
_BATCH = an_object(
    "Writes that become one commit, or none does.",
    {
        "operations": {"minItems": 1, **an_array(reference("BatchOperation"))},
        "message": text("What the commit does, for people."),
    },
    "message",
    closed=True,
)
_OUTCOME = an_object(
    "What became of one write of a batch.",
    {
        "method": TEXT,
        "status": {"type": "integer"},
        "id": text("The IRI of the thing.", form="iri"),
        "label": {"anyOf": [TEXT, reference(LITERAL), {"type": "null"}]},
        "href": text("Where its data is; null where it is deleted.", null=True),
    },
)
_DELETED = an_object(
    "A thing that is gone.",
    {
        "id": text("Its IRI.", form="iri"),
        "label": text("The label it had."),
        "deleted": an_array(reference(LINK), "What it owned, which is gone as well."),
        "left": an_array(
            reference(LINK), "What it referred to, which stays, and nothing refers to any more."
        ),
        "commit": reference("Commit"),
    },
)
SHARED: dict[str, Described] = {
    "Finding": _FINDING,
    "Commit": _COMMIT,
    "FieldFault": _FAULT,
    "Problem": PROBLEM,
    "BatchOperation": _OPERATION,
    "Batch": _BATCH,
    "BatchOutcome": _OUTCOME,
    "BatchResult": an_object(
        "What became of a batch.",
        {"results": an_array(reference("BatchOutcome")), "commit": reference("Commit")},
    ),
    "DeletedThing": _DELETED,
    "NewProposal": an_object(
        "A change that is proposed.",
        {
            "title": {**text("What it does, in a line."), "maxLength": 200},
            "reason": {**text("Why."), "maxLength": 4000},
            "operations": {"minItems": 1, **an_array(reference("BatchOperation"))},
            "follows": {
                "type": "integer",
                "minimum": 1,
                "description": "The declined or withdrawn proposal that it proposes anew.",
            },
        },
        "reason",
        "follows",
        closed=True,
    ),
    "ProposalRevision": an_object(
        "Another change for a proposal.",
        {
            "text": {**text("What is new."), "maxLength": 4000},
            "operations": {"minItems": 1, **an_array(reference("BatchOperation"))},
        },
        "text",
        closed=True,
    ),
    "ProposalApproval": an_object(
        "What somebody says who approves.",
        {
            "text": {**text("The words."), "maxLength": 4000},
            "seen": {
                "type": "integer",
                "minimum": 0,
                "description": "How many remarks they have read. With more, nothing is approved.",
            },
        },
        "text",
        "seen",
        closed=True,
    ),
    "ProposalWords": an_object(
        "What somebody says of a proposal.",
        {"text": {**text("The words."), "maxLength": 4000}},
        "text",
        closed=True,
    ),
}


def query_parameters(*known: tuple[str, Described, str], needed: tuple[str, ...] = ()) -> Described:
    """Return OpenAPI's description of query parameters: of each the name, schema and meaning."""
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in needed,
                "description": said,
                "schema": schema,
            }
            for name, schema, said in known
        ]
    }
