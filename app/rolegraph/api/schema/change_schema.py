"""What OpenAPI says of commits and differences; `api/changes/as_json.py` writes them."""

from __future__ import annotations

from rolegraph.api.schema.shared_schemas import TEXT, Described, an_array, an_object, text, whole
from rolegraph.catalogue.schema.json_schema import reference

_IRI: Described = {"type": "string", "format": "iri"}
_COMMIT: Described = {
    "revision": whole("The revision that it made.", least=1),
    "parent": whole("The revision before."),
    "time": text("When it was made.", form="date-time"),
    "author": text("Who made it.", null=True),
    "message": text("What it does.", null=True),
    "added": whole("How many quads it added."),
    "removed": whole("How many quads it removed."),
    "href": text("Its address.", form="uri-reference"),
}
_GUARD: Described = {
    "type": "object",
    "description": "What the guard found.",
    "additionalProperties": True,
}


def _or_null(about: str) -> Described:
    commit = reference("ChangeSummary")
    return {"description": about, "anyOf": [commit, {"type": "null"}]}


_THINGS = an_array(reference("ChangedThing"), "What happened to each thing.")
CHANGES: dict[str, Described] = {
    "ChangeSummary": an_object("A commit of the change log.", _COMMIT),
    "ChangeList": an_object(
        "Commits, the newest first.",
        {
            "items": an_array(reference("ChangeSummary")),
            "total": whole("How many there are."),
            "limit": whole("How many a page holds.", least=1),
            "next": text("Address of the next page; null on the last.", null=True),
        },
    ),
    "Change": an_object(
        "A commit, with what it did.",
        {
            **_COMMIT,
            "takenBackBy": _or_null("The commit that took it back, and still stands."),
            "takesBack": _or_null("The commit that it took back."),
            "guard": {"anyOf": [_GUARD, {"type": "null"}]},
            "things": _THINGS,
        },
    ),
    "Difference": an_object(
        "What is between two revisions.",
        {
            "from": whole("The older one."),
            "to": whole("The newer one."),
            "added": whole("How many quads were added."),
            "removed": whole("How many quads were removed."),
            "things": _THINGS,
        },
    ),
    "ChangedThing": an_object(
        "What happened to a thing.",
        {
            "id": text("Its IRI, or the name of a blank node."),
            "label": text("Its label."),
            "type": text("Its class.", null=True),
            "href": text("Where its data is.", null=True),
            "change": text("Whether it was added, changed or removed."),
            "files": an_array(TEXT, "The files of the catalogue that it stands in."),
            "properties": an_array(reference("ChangedProperty")),
        },
    ),
    "ChangedProperty": an_object(
        "What happened to the values of a property.",
        {
            "property": text("Its IRI."),
            "label": text("Its name."),
            "part": text("The part of the thing that has it.", null=True),
            "removed": an_array(reference("ChangedValue")),
            "added": an_array(reference("ChangedValue")),
        },
    ),
    "ChangedValue": an_object(
        "A term, as the JSON results of SPARQL write it.",
        {
            "type": {"type": "string", "enum": ["uri", "bnode", "literal", "triple"]},
            "value": TEXT,
            "label": text("Of an IRI: its name."),
            "xml:lang": text("Of a text: its language."),
            "datatype": _IRI,
        },
        *("label", "xml:lang", "datatype"),
    ),
    "RevertResult": an_object(
        "What became of taking a commit back.",
        {
            "revision": whole("The revision it made, or the present one."),
            "dryRun": {"type": "boolean"},
            "removed": whole("How many quads it removed."),
            "added": whole("How many quads it added."),
            "findings": an_array(reference("Finding")),
            "patch": text("Of a dry run: the patch as RDF Patch."),
            "href": text("The address of the commit.", form="uri-reference"),
        },
        "patch",
    ),
}
