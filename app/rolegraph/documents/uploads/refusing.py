"""What keeps a document from being brought in: its name, its graph, or the one it would replace."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described, is_from_reading
from rolegraph.documents.graph.record import sources
from rolegraph.documents.uploads.bringing import DocumentPlan
from rolegraph.documents.uploads.known import KnownFile, KnownFiles
from rolegraph.errors import Conflict, ForbiddenOperation, InputError
from rolegraph.rdf.namespaces import is_people_graph, path_of_graph
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.embedded import EmbeddedStore


class NameTaken(Conflict):
    """The name of a document is that of another one in all that counts.

    Args:
        message: what is wrong, and what to do.
        other: the name of the other document, whose place it could take.
    """

    def __init__(self, message: str, other: str) -> None:
        super().__init__(message)
        self.other = other


class CurationNeeded(InputError):
    """A document of the strict form was made with a curation file that the service has not."""


class Refusals:
    """Refuses documents.

    Args:
        store: the whole catalogue.
        files: its documents.
    """

    def __init__(self, store: EmbeddedStore, files: KnownFiles) -> None:
        self._store, self._files = store, files

    def replaced(self, file: KnownFile, name: str, known: Mapping[str, KnownFile]) -> KnownFile:
        """Return the document whose place another one takes; that one itself by its own name.

        Raises:
            InputError: there is none of that name.
            Conflict: the other one is there already.
        """
        old = self._files.sent_as(name)
        if old is None or not old.is_there:
            there = ", ".join(each.name for each in known.values() if each.is_there)
            raise InputError(
                f"{file.name} cannot take the place of {name}: the catalogue has no such document. "
                + (f"It has: {there}." if there else "It has none yet.")
            )
        if old.name != file.name and file.is_there:
            raise Conflict(
                f"{file.name} is there already, as a document of its own, so it cannot take the "
                f"place of {old.name}. Take one of them out of the catalogue first."
            )
        return old

    def refuse_without_curation(self, was: KnownFile) -> None:
        """Refuse a next version that would lose what a curation file says.

        Raises:
            CurationNeeded: the graph is of the strict form, and names a curation file, which it
                was made from as well.
        """
        has = Described(self._files.triples(was.graph))
        if is_from_reading(has) or len(sources(has.triples)) == 1:
            return
        raise CurationNeeded(
            f"The graph of {was.name} was made from a curation file as well, which the service "
            "does not have. Send that file with the document (curation), or what it says would be "
            "lost."
        )

    def refuse_alike(self, file: KnownFile, was: KnownFile, plan: DocumentPlan) -> None:
        """Refuse a document whose name gives it the identity that another one has.

        Raises:
            NameTaken: so it is, as with `a b.md` and `a-b.md`.
        """
        own = Described(plan.triples)
        for scheme in own.present("rg:RoleScheme"):
            for quad in self._store.match(NamedNode(scheme), term("rdf:type")):
                graph = getattr(quad.graph_name, "value", "")
                there = Described(self._store.match(NamedNode(scheme), graph=quad.graph_name))
                if graph in {file.graph, was.graph} or there.is_retired(scheme):
                    continue
                named = (e.name for e in self._files.all().values() if e.graph == graph)
                other = next(named, graph)
                raise NameTaken(
                    f"The names {file.name} and {other} are too much alike: both documents would "
                    f"be <{scheme}>. {_or_else(other)}",
                    other,
                )

    def refuse_shared(
        self, file: KnownFile, was: KnownFile, known: Mapping[str, KnownFile]
    ) -> None:
        """Refuse a document that would take the graph of another one, or that of people.

        Args:
            file: the document.
            was: the one whose place it takes; else the same.
            known: the documents of the catalogue.

        Raises:
            NameTaken: it would take that of another document.
            Conflict: it would take one that people wrote.
            ForbiddenOperation: its graph would be one that tells of people.
        """
        if is_people_graph(file.graph):
            raise ForbiddenOperation(
                f"{file.name} lies in the folder of what is known of people. Choose another one."
            )
        path = path_of_graph(file.graph)
        others = [e for e in known.values() if e.name not in {file.name, was.name} and e.is_there]
        other = next((e.name for e in others if e.graph == file.graph), None)
        alike = next((e.name for e in others if e.graph.lower() == file.graph.lower()), None)
        if other is None and alike is not None:
            raise NameTaken(
                f"{file.name} and {alike} differ in the case of letters alone, which many disks do "
                f"not tell apart. {_or_else(alike)}",
                alike,
            )
        if other is not None:
            raise NameTaken(
                f"{path} is the graph of {other}, and would be that of {file.name} as well. "
                f"{_or_else(other)}",
                other,
            )
        is_own = file.sha256 or (file.graph == was.graph and was.is_there)
        if not is_own and self._files.triples(file.graph):
            raise Conflict(
                f"{path} was written by people, and would be the graph of {file.name}. Give the "
                "document another name."
            )


def _or_else(other: str) -> str:
    return (
        f"If it is {other} under another name or in another format, say that it takes its place "
        f"(replaces={other}). Else give the document another name."
    )


def leaning_on(store: EmbeddedStore, iri: str, besides: Collection[str]) -> list[str]:
    """Return what refers to a thing in other graphs than some; nothing that tells of people."""
    return sorted(
        {
            quad.subject.value
            for quad in store.match(object=NamedNode(iri))
            if isinstance(quad.subject, NamedNode)
            and (graph := getattr(quad.graph_name, "value", "")) not in besides
            and not is_people_graph(graph)
        }
    )
