"""What is said over HTTP of documents, of what bringing them in does, and of taking them out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import Request

from rolegraph.catalogue.index.model import API
from rolegraph.documents.importing.answers import AnsweredQuestion, answers_of, is_answers
from rolegraph.documents.keeping.kept import digest_of
from rolegraph.documents.uploads.imports import PlannedImport
from rolegraph.documents.uploads.known import KnownFile, KnownFiles
from rolegraph.documents.uploads.removing import PlannedRemoval
from rolegraph.errors import NotFound
from rolegraph.http.answers import json_bytes
from rolegraph.http.conditions import entity_tag
from rolegraph.http.request import root_of

PATH = f"{API}document-files"


class DocumentAnswers:
    """Documents as answers have them.

    Args:
        files: the documents.
        public_url: address of the service as clients see it; by default that of each request.
    """

    def __init__(self, files: KnownFiles, public_url: str | None) -> None:
        self.files, self._public_url = files, public_url

    def brief(self, request: Request, file: KnownFile) -> dict[str, Any]:
        """Return a document as a list shows it."""
        kept = file.kept
        still, answered = kept.counts if kept is not None else (0, 0)
        return {
            "name": file.name,
            "href": f"{root_of(request, self._public_url)}{PATH}/{quote(file.name)}",
            "graph": file.graph,
            "sha256": file.sha256 or None,
            "curated": kept is not None,
            "behind": file.is_behind,
            "size": None if kept is None else kept.size,
            "open": still,
            "answered": answered,
        }

    def whole(self, request: Request, file: KnownFile) -> dict[str, Any]:
        """Return a document with its questions."""
        questions = [
            {
                "topic": each.topic,
                "texts": list(each.texts),
                "question": each.question,
                "choices": list(each.choices),
                "answer": each.answer or "",
            }
            for each in questions_of(file)
        ]
        return self.brief(request, file) | {"questions": questions}

    def one(self, name: str) -> KnownFile:
        """Return a document.

        Raises:
            NotFound: the catalogue has none of that name.
        """
        file = self.files.sent_as(name)
        if file is None or not file.is_there:
            there = ", ".join(each.name for each in self.files.there())
            raise NotFound(
                f"The catalogue has no document {name!r}. "
                + (f"It has: {there}." if there else "It has none yet: PUT one here.")
            )
        return file

    def etag(self, request: Request, file: KnownFile) -> str:
        """Return the entity tag of a document, which reading it gives."""
        return entity_tag(json_bytes(self.whole(request, file)), version_of(file))

    def at_proposal(self, request: Request, number: int) -> str:
        """Return the address of a proposal."""
        return f"{root_of(request, self._public_url)}{API}proposals/{number}"


def told(planned: PlannedImport) -> dict[str, Any]:
    """Return what bringing a document in does, as JSON."""
    plan = planned.plan
    return {
        "name": planned.file.name,
        "graph": planned.file.graph,
        "replaces": planned.replaces or None,
        "new": plan.is_new,
        "added": dict(plan.added),
        "changes": list(plan.changes),
        "undone": list(plan.undone),
        "retired": [{"id": iri, "label": label} for iri, label in plan.retired],
        "leaning": [{"on": iri, "label": label, "id": by} for iri, label, by in planned.leaning],
        "shared": [{"name": role, "in": name} for role, name in plan.shared],
        "joined": [{"name": here, "there": there} for here, there in plan.joined],
        "overtaken": list(plan.overtaken),
        "questions": list(plan.questions),
        "waiting": plan.data["waiting"],
        "not_kept": planned.why_not_kept or None,
        "seal": planned.seal,
    }


def told_of_removal(planned: PlannedRemoval) -> dict[str, Any]:
    """Return what taking a document out does, as JSON."""
    return {
        "name": planned.file.name,
        "graph": planned.file.graph,
        "vanishing": [
            {"id": each.iri, "label": each.label, "kind": each.kind} for each in planned.going.gone
        ],
        "retired": planned.going.retired,
        "staying": [{"name": label, "in": name} for label, name in planned.going.staying],
        "left": list(planned.going.left),
        "leaning": [{"on": iri, "label": label, "id": by} for iri, label, by in planned.leaning],
        "again": [each.file.name for each in planned.again],
        "overtaken": list(planned.not_again),
        "seal": planned.seal,
    }


def version_of(file: KnownFile) -> str:
    """Return what tells one state of a document from another."""
    kept = file.kept
    said = [file.name, file.sha256, *([kept.sha256, kept.digest, kept.curation] if kept else ())]
    return digest_of("\n".join(said))[:16]


def questions_of(file: KnownFile) -> tuple[AnsweredQuestion, ...]:
    """Return the questions of a document, open and answered; none where they are not kept."""
    kept = file.kept
    if kept is None or not is_answers(kept.curation):
        return ()
    return answers_of(kept.curation, file.name).questions
