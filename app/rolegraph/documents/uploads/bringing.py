"""Has a confined process work out what bringing a document into a catalogue would do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rolegraph.documents.text.home import UPLOADED
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.reading import TASK, forget_left
from rolegraph.rdf.terms import RdfFormat, Triple, parse
from rolegraph.sandbox.sandbox import Sandbox


@dataclass(frozen=True)
class DocumentPlan:
    """What bringing a document in would do; nothing is stored.

    Attributes:
        name: its path in the catalogue.
        content: its bytes.
        data: the reading, as `rolegraph documents read --format json` gives it, with `waiting`.
        shown: the reading as a page shows it.
        triples: the graph as it would be.
        curation: the text of its curation file.
        digest: that of the graph, by which later edits of it are known.
        is_new: whether the catalogue has nothing of it yet.
        added: kind of thing → how many are new.
        changes: what changes: `what` (added, removed, reworded …), a sentence, and a line.
        undone: edits of the graph that would be taken back, in sentences.
        retired: IRI and label of what the document no longer says.
        joined: names of roles here, and what another document calls them.
        moved: paths of other graphs, each with the IRI of a thing that it keeps as retired, and
            lets go, since this document has it now.
        shared: names of roles, and another document that has each already.
        unmatched: topic and texts of answers to what the document does not ask.
        overtaken: documents whose graphs have to be made anew, since a role moved between them.
        questions: what a person is asked, and what she answered: `topic`, `texts`, `question`,
            `choices`, `place` and `answer`, which is empty while there is none.
        names_people: whether the document names people, whom its graph leaves out.
        names_in_curation: their names that stand in the curation, and not in the graph.
        is_whole_text: whether the graph has all that the file has.
        tag_of_others: the language that its texts have in the graph, where it is not their own.
        language: that which a person said; empty where it is found out.
    """

    name: str
    content: bytes
    data: dict[str, Any]
    shown: dict[str, Any]
    triples: frozenset[Triple]
    curation: str
    digest: str
    is_new: bool
    added: Mapping[str, int]
    changes: Sequence[Mapping[str, Any]]
    undone: Sequence[str]
    retired: Sequence[Sequence[str]]
    joined: Sequence[Sequence[str]]
    moved: Sequence[Sequence[str]]
    shared: Sequence[Sequence[str]]
    unmatched: Sequence[Any]
    overtaken: Sequence[str]
    questions: Sequence[Mapping[str, Any]]
    names_people: bool
    names_in_curation: Sequence[str]
    is_whole_text: bool
    tag_of_others: str
    language: str


async def plan_document(
    sandbox: Sandbox,
    name: str,
    content: bytes,
    files: Mapping[str, bytes],
    answers: Sequence[GivenAnswer],
) -> DocumentPlan:
    """Work out in a confined process what bringing a document in would do.

    Args:
        sandbox: where it is worked out.
        name: the path of the document in its catalogue.
        content: its bytes.
        files: the files of the catalogue that take part, by their paths; `rolegraph.toml` is one.
        answers: to its questions.

    Raises:
        InputError: it cannot be read, says nothing, or an answer is none.
        Unreadable: it took too long and was ended.
        TooLarge: it needed too much memory and was ended.
        Busy: too many wait.
    """
    asked = {"answers": [asdict(each) for each in answers], "is_text": _is_text(content)}
    with TemporaryDirectory(prefix=UPLOADED) as folder:
        await asyncio.to_thread(_lay, Path(folder), {**files, name: content})
        options = {"path": str(Path(folder) / name), "name": name, "plan": asked}
        answer = await sandbox.run(TASK, options)
    found = json.loads(answer)
    lines = found.pop("triples")
    triples = await asyncio.to_thread(_parsed, lines)
    return DocumentPlan(name=name, content=content, triples=triples, **found)


def _parsed(lines: str) -> frozenset[Triple]:
    return frozenset(quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES))


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _lay(folder: Path, files: Mapping[str, bytes]) -> None:
    forget_left()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
