"""Takes what people changed in the graph of a document into its curation, so that it stays.

A document's graph is made anew by each import. What somebody wrote in a browser, and a pull brought
into the graph, would be gone with the next one. The curation is where a person's word stands: a
definition, other names, a note, the activities that a statement is about, whether a list of roles
is open. What only the document can say, such as the words of a statement, is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.record import Turned, turned
from rolegraph.documents.importing.answers import (
    AnsweredRole,
    AnsweredScheme,
    AnsweredStatement,
    Answers,
    answers_in,
)
from rolegraph.documents.importing.service import ImportResult, elsewhere_of, import_document
from rolegraph.documents.language.names import name_key
from rolegraph.documents.text.home import lying
from rolegraph.rdf.namespaces import compact
from rolegraph.rdf.terms import Literal, NamedNode, Triple

_SLUG = re.compile(r"[^\W_]+(-[^\W_]+)*")
_STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())
_ACTIVITIES = ("rg:refersToActivity", "rg:isExcludedFromActivity")


@dataclass(frozen=True)
class Adopted:
    """What becomes of the changes of a graph; nothing is written yet.

    Attributes:
        answers: what the curation then says.
        target: the curation file.
        curation: its new text; None where nothing of the changes belongs there.
        graph: the new text of the graph, where it follows from document and curation as they are
            then; None where an import has more to do.
        turned: what the next import would change back.
        left: the same for people: the things, each with the properties.
    """

    answers: Answers
    target: Path
    curation: str | None
    graph: str | None
    turned: Turned
    left: tuple[tuple[str, tuple[str, ...]], ...]


def adopt(
    document: Path,
    before: Iterable[Triple],
    now: Iterable[Triple],
    given: Answers | None = None,
) -> Adopted:
    """Return what to write so that the changes of a document's graph outlast the next import.

    Args:
        document: the document, read by a reading.
        before: its graph before the changes.
        now: its graph with them.
        given: what the curation says; read unless given.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: document or curation cannot be read.
        ConfigurationError: the `rolegraph.toml` around it cannot be used.
    """
    place, elsewhere = lying(document), elsewhere_of(document)
    was, has = Described(before), Described(now)
    given = given if given is not None else answers_in(place.curation)

    def made_by(answers: Answers, like: ImportResult | None = None) -> ImportResult:
        return import_document(
            document,
            answers=answers,
            previous=has.triples,
            elsewhere=elsewhere,
            outline=like.reading.outline if like else None,
        )

    read = made_by(given)
    names = {
        name_key(name): role.name
        for role in read.reading.roles
        for name in (*role.aliases, role.name)
    }
    answers = _Taking(was, has, names, place.home.iri("activities", "")).into(given)
    made = read if answers == given else made_by(answers, read)
    said = made.triples
    back = turned(was.triples, has.triples, said)
    is_same = set(Described(said).of_class("rg:DocumentVersion")) <= {
        *has.of_class("rg:DocumentVersion")
    }
    return Adopted(
        answers,
        place.curation,
        None if answers == given else made.curation,
        made.turtle if is_same and not back and said != has.triples else None,
        back,
        tuple(_told((*back.lost, *back.returned), was, has)),
    )


def _told(
    triples: Iterable[Triple], was: Described, has: Described
) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            iri = triple.subject.value
            label = was.label(iri) if iri in was else has.label(iri)
            found[label].add(compact(triple.predicate.value))
    for label in sorted(found):
        yield label, tuple(sorted(found[label]))


class _Taking:
    """Finds what of the changes the curation can say.

    Args:
        was: the graph before.
        has: the graph now.
        names: the names of the roles, folded → as the document has them.
        activities: what IRIs of activities begin with.
    """

    def __init__(
        self, was: Described, has: Described, names: dict[str, str], activities: str
    ) -> None:
        self._was, self._has = was, has
        self._names, self._activities = names, activities

    def into(self, answers: Answers) -> Answers:
        """Return the answers with the changes."""
        differing = self._was.triples ^ self._has.triples
        subjects = {t.subject.value for t in differing if isinstance(t.subject, NamedNode)}
        roles, scheme = dict(answers.roles), answers.scheme
        for iri in sorted(subjects):
            if not (iri in self._was and iri in self._has):
                continue
            if self._has.is_a(iri, "rg:Role") and (name := self._name(iri)):
                role = roles.get(name, AnsweredRole())
                if update := self._of_role(iri, role):
                    roles[name] = role.model_copy(update=update)
            elif any(self._has.is_a(iri, each) for each in _STATEMENTS):
                whose = self._name(self._was.link(iri, "rg:statementOf") or "")
                if whose:
                    role = roles.get(whose, AnsweredRole())
                    if (said := self._with_statement(iri, role)) is not role:
                        roles[whose] = said
            elif self._has.is_a(iri, "rg:RoleScheme") and (update := self._of_scheme(iri)):
                scheme = (scheme or AnsweredScheme()).model_copy(update=update)
        changed = {"roles": roles, "scheme": scheme}
        return answers.model_copy(update=changed) if subjects else answers

    def _name(self, role: str) -> str | None:
        return self._names.get(name_key(self._was.label(role))) if role in self._was else None

    def _texts(self, graph: Described, iri: str, predicate: str) -> list[str]:
        """Return texts in the language of the thing's name; the curation has no other."""
        spoken = {_language(t) for t in self._said(self._was, iri, "skos:prefLabel")}
        return sorted(
            t.object.value
            for t in self._said(graph, iri, predicate)
            if isinstance(t.object, Literal) and _language(t) in spoken
        )

    def _said(self, graph: Described, iri: str, predicate: str) -> Iterator[Triple]:
        for triple in graph.block(iri):
            is_own = isinstance(triple.subject, NamedNode) and triple.subject.value == iri
            if is_own and triple.predicate == term(predicate):
                yield triple

    def _single(self, iri: str, predicate: str, field: str) -> dict[str, Any]:
        """Return the new value of a field that holds one text, where there is one, or none."""
        old, new = (self._texts(graph, iri, predicate) for graph in (self._was, self._has))
        return {field: new[0] if new else None} if old != new and len(new) <= 1 else {}

    def _of_role(self, iri: str, role: AnsweredRole) -> dict[str, Any]:
        found = self._single(iri, "skos:definition", "definition")
        found |= self._single(iri, "skos:editorialNote", "editorial_note")
        for field, predicate in (
            ("alt_labels", "skos:altLabel"),
            ("hidden_labels", "skos:hiddenLabel"),
        ):
            old, new = (set(self._texts(g, iri, predicate)) for g in (self._was, self._has))
            if old != new:
                kept = [each for each in getattr(role, field) if each not in old - new]
                found[field] = tuple(dict.fromkeys((*kept, *sorted(new - old))))
        return found

    def _with_statement(self, iri: str, role: AnsweredRole) -> AnsweredRole:
        text = self._was.label(iri)
        known = next((each for each in role.statements if each.text == text), None)
        said = known or AnsweredStatement(text=text, status="read")
        found = self._single(iri, "skos:editorialNote", "editorial_note")
        old, new = (
            {link for each in _ACTIVITIES for link in graph.links(iri, each)}
            for graph in (self._was, self._has)
        )
        slugs = [each.removeprefix(self._activities) for each in sorted(new)]
        if old != new and all(map(_SLUG.fullmatch, slugs)):
            found["activities"] = tuple(slugs)
        if not found:
            return role
        others = [each for each in role.statements if each is not known]
        return role.model_copy(update={"statements": (*others, said.model_copy(update=found))})

    def _of_scheme(self, iri: str) -> dict[str, Any]:
        found = self._single(iri, "skos:definition", "definition")
        is_open = self._has.text(iri, "rg:isOpenList")
        if is_open != self._was.text(iri, "rg:isOpenList"):
            found["is_open"] = None if is_open is None else is_open == "true"
        return found


def _language(triple: Triple) -> str | None:
    return triple.object.language if isinstance(triple.object, Literal) else None
