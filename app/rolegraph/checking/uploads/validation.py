"""Validates uploaded texts in a confined process.

Uploaded shapes may hold queries that somebody else wrote, and reading a text is a risk of its own.
So nothing uploaded is looked at in the server's process; `task.py` does the work. The rules of the
catalogue are compiled once, until they change, and not for each upload.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rolegraph.checking.uploads.form import DATA
from rolegraph.rdf.uploads.nesting import DEPTH
from rolegraph.sandbox.sandbox import Sandbox

TASK = "rolegraph.checking.uploads.task"


@dataclass(frozen=True)
class KnownTexts:
    """A text of the catalogue, to be seen with what is uploaded.

    Attributes:
        part: `data`, `shapes` or `ontology`.
        content: its N-Triples.
    """

    part: str
    content: bytes


@dataclass(frozen=True)
class ValidationOptions:
    """What to do with an upload.

    Attributes:
        content_type: the Content-Type of the upload: of an RDF format, or of a form.
        checks: names of checks to run beside the reading of the texts.
        output: name of a report format, or the media type of an RDF format.
        engine: the SHACL engine.
        depth: levels that a text may nest.
    """

    content_type: str | None = None
    checks: tuple[str, ...] = ("shacl",)
    output: str = "json"
    engine: str = "auto"
    depth: int = DEPTH


async def validate_upload(
    sandbox: Sandbox, body: bytes, known: Sequence[KnownTexts], wanted: ValidationOptions
) -> bytes:
    """Check an upload and return the report in the wanted format.

    Args:
        sandbox: where it is done.
        body: the data, or a form with data and shapes.
        known: texts of the catalogue; its shapes and ontology are passed over where the form
            brings shapes of its own.
        wanted: what to do.

    Raises:
        SyntaxFault: a text does not parse; has its name, line and column.
        InputError: the form is broken.
        ShapesFault: nothing, or not everything, can be judged by the shapes.
        Unreadable: it took too long and was ended, or nests too deep.
        TooLarge: it needed too much memory and was ended.
    """
    rules = [text for text in known if text.part != DATA]
    await sandbox.teach(TASK, {"known": _sizes(rules)}, b"".join(t.content for t in rules))
    options = {**asdict(wanted), "size": len(body), "known": _sizes(known)}
    return await sandbox.run(TASK, options, body, *(text.content for text in known))


def _sizes(texts: Sequence[KnownTexts]) -> list[dict[str, str | int]]:
    return [{"part": text.part, "size": len(text.content)} for text in texts]
