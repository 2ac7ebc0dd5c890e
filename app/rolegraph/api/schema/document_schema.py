"""What OpenAPI says of the reading of a document; `documents/reading/output.py` writes it."""

from __future__ import annotations

from typing import get_args

from rolegraph.api.schema.shared_schemas import TEXT, Described, an_array, an_object, text, whole
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.documents.account.model import Status

_STATUS: Described = {
    "type": "string",
    "enum": [*get_args(Status)],
    "description": "Whether the document says it, it is guessed, or a person is asked.",
}
_LINE = whole("Its line, from 1.", least=1)
_END_LINE = whole("The line of its end.", least=1)
_CELL = text("Its cell in a sheet or table.")
_PLACE: Described = {
    "line": _LINE,
    "column": whole("Its column, from 1.", least=1),
    "page": whole("Its page, in a PDF file.", least=1),
    "slide": whole("Its slide.", least=1),
    "cell": _CELL,
}
_SPAN: Described = {
    "line": _LINE,
    "start": whole("Where it begins in the text of the document."),
    "end": whole("Where it ends there."),
    "cell": _CELL,
}
_SAID = (*("purpose", "trigger", "entry", "exit", "outcome", "frequency", "duration", "notes"),)
"""What a workflow may have said of it as a whole."""
_TEXTS = an_array(TEXT)
_TOOLS = an_array(reference("ToolRead"), "The tools it names.")
_NAMED_TOOLS = an_array(TEXT, "The names of the tools that it says it is done with.")
_PARTS = an_array(reference("PartRead"), "What is nested in it.")
_PERSONA = text("The persona of whom it is told, where it is not the role.")


def _placed(about: str, members: Described, *optional: str) -> Described:
    return an_object(
        about, members | _PLACE, *optional, *(each for each in _PLACE if each != "line")
    )


READING: dict[str, Described] = {
    "Reading": an_object(
        "What was read of a document.",
        {
            "file": text("The name of its file."),
            "language": text("The tag of its language."),
            "roles": an_array(reference("RoleRead")),
            "assignments": an_array(reference("AssignmentRead"), "Of a responsibility matrix."),
            "tools": an_array(reference("ToolRead"), "Tools that no role or persona names."),
            "workflows": an_array(reference("WorkflowRead")),
            "personas": an_array(reference("PersonaRead")),
            "not_read": an_array(reference("NotReadPlace"), "What was not read."),
            "questions": an_array(reference("ReadingQuestion"), "What a person has to decide."),
            "waiting": an_array(
                reference("WaitingPlace"), "What comes into the graph once a person has answered."
            ),
        },
        *("tools", "workflows", "personas"),
    ),
    "RoleRead": _placed(
        "A role of a document.",
        {
            "name": text("Its name."),
            "aliases": _TEXTS,
            "notations": an_array(TEXT, "Its ids."),
            "description": text("What is said of it as a whole."),
            "relations": an_array(reference("RelationRead")),
            "statements": an_array(reference("StatementRead")),
            "tools": _TOOLS,
        },
        *("notations", "tools"),
    ),
    "RelationRead": _placed(
        "How a role stands to others.",
        {
            "kind": text("Such as `reports-to`."),
            "to": text("How the document names the others."),
            "roles": an_array(TEXT, "The roles of the document that are meant."),
            "parties": an_array(TEXT, "Others, who are no roles here and are kept as texts."),
        },
        "parties",
    ),
    "StatementRead": _placed(
        "What a role does, may, must or needs.",
        {
            "kind": text("Such as `responsibility`; null where nothing suggests one.", null=True),
            "text": text("Its words."),
            "end_line": _END_LINE,
            "status": _STATUS,
            "parts": _PARTS,
            "persona": _PERSONA,
            "access": text("The tool that a privilege gives access to."),
            "tools": _NAMED_TOOLS,
        },
        *("persona", "access", "tools"),
    ),
    "PartRead": _placed(
        "What is nested in a statement.",
        {
            "text": text("Its words."),
            "end_line": _END_LINE,
            "is_explanation": {"type": "boolean", "description": "Whether it explains."},
            "kind": text("Its kind, where it has one of its own."),
            "parts": _PARTS,
            "tools": _NAMED_TOOLS,
        },
        *("is_explanation", "kind", "parts", "tools"),
    ),
    "ToolRead": _placed(
        "A tool that somebody works with.",
        {
            "name": text("Its name."),
            "purpose": text("What it is for."),
            "short": text("Its short name."),
            "persona": _PERSONA,
            "facts": {
                "type": "object",
                "description": "What a table says of it, such as `license` or `version`.",
                "additionalProperties": TEXT,
            },
        },
        *("purpose", "short", "persona", "facts"),
    ),
    "PersonaRead": _placed(
        "A persona of a document.",
        {
            "name": text("Its name."),
            "role": text("The role that it has."),
            "told": an_array(reference("ToldRead")),
            "tools": _TOOLS,
        },
        "tools",
    ),
    "ToldRead": _placed(
        "What is told of a persona.",
        {"what": text("Such as `goal`."), "text": text("Its words.")},
    ),
    "AssignmentRead": _placed(
        "A cell of a responsibility matrix.",
        {
            "role": text("The role."),
            "activity": text("The activity."),
            "letters": an_array(TEXT, "Such as R and A."),
        },
    ),
    "WorkflowRead": an_object(
        "A workflow of a document.",
        {
            "name": text("Its name."),
            **_SPAN,
            "status": _STATUS,
            "waits_for": text("The question that it waits for."),
            **{name: an_array(reference("WorkflowText")) for name in _SAID},
            "inputs": an_array(TEXT, "What it takes in as a whole."),
            "outputs": an_array(TEXT, "What it brings forth as a whole."),
            "tools": an_array(TEXT, "The tools that it is gone through with."),
            "owners": an_array(TEXT, "The roles that see to it."),
            "persona": text("The persona that follows it."),
            "steps": an_array(reference("StepRead")),
        },
        *("cell", "waits_for", "inputs", "outputs", "tools", "owners", "persona", *_SAID),
    ),
    "WorkflowText": an_object(
        "What is said of a workflow.", {"text": text("The words."), **_SPAN}, "cell"
    ),
    "StepRead": an_object(
        "A step of a workflow.",
        {
            "order": whole("Its position, from 1.", least=1),
            "text": text("Its words."),
            **_SPAN,
            "role": text("Who does it."),
            "with": an_array(TEXT, "The roles that do it with it."),
            "tools": _TEXTS,
            "inputs": _TEXTS,
            "outputs": _TEXTS,
            "stage": text("The stage that it is in."),
            "notes": _TEXTS,
            "back_to": whole("The step from which on it may be done again.", least=1),
            "on_to": whole("The step with which it may go on.", least=1),
            "escalated_to": an_array(TEXT, "The roles that take over where it cannot be finished."),
            "escalated_when": an_array(TEXT, "When they do."),
        },
        *(
            "cell",
            "role",
            "with",
            "tools",
            "inputs",
            "outputs",
            "stage",
            "notes",
            "back_to",
            "on_to",
            "escalated_to",
            "escalated_when",
        ),
    ),
    "NotReadPlace": an_object(
        "What was not read.",
        {
            "line": _LINE,
            "end_line": _END_LINE,
            "reason": text("Why."),
            "column": whole("Its column, where a part of a line is meant.", least=1),
            "text": text("That part."),
        },
        *("column", "text"),
    ),
    "ReadingQuestion": an_object(
        "What a person has to decide.",
        {"line": _LINE, "question": text("The question."), "choices": _TEXTS},
    ),
    "WaitingPlace": an_object(
        "What comes into the graph once a person has answered.",
        {"line": _LINE, "text": text("Its words."), "reason": text("What it waits for.")},
    ),
}


_KEPT_QUESTION = an_object(
    "A question of a document, with its answer.",
    {
        "topic": text("What sort of question."),
        "texts": an_array(TEXT, "The texts that it is about, by which its answer is found again."),
        "question": text("The question."),
        "choices": an_array(TEXT, "The answers to choose from; none where any text will do."),
        "answer": text("The answer; empty while there is none."),
        "place": text("Where the document has it."),
    },
    "place",
)
_NAME = text("Its path in the catalogue.")
_GRAPH = text("The IRI of its graph.", form="iri")

_PROPOSAL: Described = {
    "type": ["integer", "null"],
    "minimum": 1,
    "description": "The number of the proposal, where it was proposed.",
}

_BROUGHT_IN: dict[str, Described] = {
    "name": _NAME,
    "graph": _GRAPH,
    "replaces": text("The document whose place it takes.", null=True),
    "new": {"type": "boolean", "description": "Whether it was not there before."},
    "added": {
        "type": "object",
        "description": "Kind of thing → how many are new.",
        "additionalProperties": whole("How many.", least=1),
    },
    "changes": an_array(
        reference("DocumentDifference"),
        "What the document says otherwise than its graph did.",
    ),
    "undone": an_array(TEXT, "Changes made in the catalogue that are taken back."),
    "retired": an_array(
        reference("RetiredThing"),
        "What the document no longer says.",
    ),
    "leaning": an_array(reference("LeaningThing")),
    "shared": an_array(reference("SharedRole"), "Roles that other documents have already."),
    "joined": an_array(reference("JoinedRole")),
    "overtaken": an_array(TEXT, "Documents to bring in again, since a role moved."),
    "questions": an_array(reference("KeptQuestion")),
    "waiting": an_array(reference("WaitingPlace"), "What waits for an answer."),
    "not_kept": text("Why its bytes are not kept.", null=True),
    "seal": text("The same for the same outcome."),
    "document": {"anyOf": [reference("DocumentFile"), {"type": "null"}]},
}

DOCUMENT_FILES: dict[str, Described] = {
    "KeptQuestion": _KEPT_QUESTION,
    "DocumentFile": an_object(
        "A document of the catalogue.",
        {
            "name": _NAME,
            "href": text("Its address.", form="uri-reference"),
            "graph": _GRAPH,
            "sha256": text("The digest of the version that its graph was made from.", null=True),
            "curated": {"type": "boolean", "description": "Whether its curation is kept here."},
            "behind": {
                "type": "boolean",
                "description": "Whether its graph was made from another version since.",
            },
            "size": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "Its bytes; null where they are not kept.",
            },
            "open": whole("Questions that nobody has answered."),
            "answered": whole("Questions that somebody has answered."),
            "questions": an_array(reference("KeptQuestion"), "In the answer for one document."),
        },
        "questions",
    ),
    "DocumentFileList": an_object(
        "The documents of the catalogue.",
        {"items": an_array(reference("DocumentFile")), "total": whole("How many they are.")},
    ),
    "DocumentDifference": an_object(
        "A difference.",
        {
            "what": text("Such as `added`, `removed` or `reworded`."),
            "text": text("The difference in a sentence."),
            "line": _LINE | {"type": ["integer", "null"]},
        },
    ),
    "RetiredThing": an_object(
        "A thing that is retired.", {"id": text("Its IRI."), "label": text("Its name.")}
    ),
    "LeaningThing": an_object(
        "A thing that refers to what is retired or vanishes.",
        {
            "on": text("The IRI of what is retired or vanishes."),
            "label": text("Its name."),
            "id": text("The IRI of what refers to it."),
        },
    ),
    "JoinedRole": an_object(
        "A role that another document has as well.",
        {"name": text("Its name here."), "there": text("Its name there.")},
    ),
    "SharedRole": an_object(
        "A role, new in this document, that another one has already.",
        {"name": text("Its name."), "in": text("The document that has it.")},
    ),
    "BroughtIn": an_object(
        "What bringing a document in has changed, or would change.",
        _BROUGHT_IN | {"proposal": _PROPOSAL, "commit": reference("Commit")},
    ),
    "BroughtInDocument": an_object(
        "What bringing one of several documents in has changed, or would change.", _BROUGHT_IN
    ),
    "FileLeftOut": an_object(
        "A file that was sent and is no document.",
        {"name": text("Its name."), "reason": text("Why it was left out.")},
    ),
    "BroughtInTogether": an_object(
        "What bringing several documents in has changed, or would change.",
        {
            "documents": an_array(reference("BroughtInDocument")),
            "left_out": an_array(reference("FileLeftOut")),
            "overtaken": an_array(TEXT, "Documents to bring in again, since a role moved."),
            "seal": text("The same for the same outcome of all of them."),
            "proposal": _PROPOSAL,
            "commit": reference("Commit"),
        },
    ),
    "VanishingThing": an_object(
        "A thing that only the document has.",
        {
            "id": text("Its IRI."),
            "label": text("Its name."),
            "kind": text("The name of its class, such as `role` or `workflow step`."),
        },
    ),
    "StayingThing": an_object(
        "A thing of the document that another one has as well.",
        {"name": text("Its name."), "in": text("The document that has it.")},
    ),
    "TakenOut": an_object(
        "What taking a document out has changed, or would change.",
        {
            "name": _NAME,
            "graph": _GRAPH,
            "vanishing": an_array(reference("VanishingThing")),
            "retired": whole("Retired things that vanish as well, which were kept for the record."),
            "staying": an_array(reference("StayingThing")),
            "left": an_array(TEXT, "Things that people wrote into its graph, and that stay."),
            "leaning": an_array(reference("LeaningThing")),
            "again": an_array(
                TEXT, "Documents brought in anew, since they name roles that only it defined."
            ),
            "overtaken": an_array(
                TEXT, "Documents that name such roles, and have to be brought in again."
            ),
            "seal": text("The same for the same outcome."),
            "proposal": _PROPOSAL,
            "commit": reference("Commit"),
        },
    ),
}
