"""Brings several documents into the catalogue of a service by one commit.

Each is compared with the catalogue as the others will make it, so their order does not matter.
Roles of one are known to the others, and a statement that goes from one to another stays one thing.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rolegraph.access.identity import Identity
from rolegraph.documents.graph.described import Described
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.imports import DocumentImports, PlannedImport
from rolegraph.documents.uploads.known import KnownFile, Supposed
from rolegraph.documents.uploads.refusing import NameTaken, leaning_on
from rolegraph.errors import (
    Busy,
    Conflict,
    ForbiddenOperation,
    InputError,
    ParameterError,
    RolegraphError,
    TooLarge,
    Unreadable,
)
from rolegraph.history.commit import Commit
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal
from rolegraph.sandbox.sandbox import Sandbox

MOST_TOGETHER = 50
"""Documents that are brought in by one commit."""
_ROUNDS = 4
"""What one document makes of another may change a third; after so many rounds it is as it is."""
_NAMED = 3
_PLAIN: frozenset[type[RolegraphError]] = frozenset(
    {InputError, Unreadable, TooLarge, ParameterError, ForbiddenOperation, Conflict}
)
"""Errors that say no more than their text."""


@dataclass(frozen=True)
class SentDocument:
    """A document that is to be brought in.

    Attributes:
        name: its path in the catalogue.
        content: its bytes.
        answers: to its questions.
        curation: the text of its curation file, or None.
        replaces: the name of the document whose place it takes; empty where it takes none.
    """

    name: str
    content: bytes
    answers: tuple[GivenAnswer, ...] = ()
    curation: str | None = None
    replaces: str = ""

    async def planned(
        self,
        imports: DocumentImports,
        sandbox: Sandbox,
        supposed: Supposed = Supposed(),  # noqa: B008 - of no document, and frozen
    ) -> PlannedImport:
        """Return what bringing it in would do; see `DocumentImports.plan`."""
        return await imports.plan(
            sandbox,
            self.name,
            self.content,
            self.answers,
            self.curation,
            replaces=self.replaces,
            supposed=supposed,
        )


@dataclass(frozen=True)
class PlannedTogether:
    """Documents that are ready to be brought in by one commit, in the order that they were sent."""

    documents: tuple[PlannedImport, ...]

    @property
    def message(self) -> str:
        """What the change log says, where nobody says anything else."""
        if len(self.documents) == 1:
            return self.documents[0].message
        names = [each.file.name for each in self.documents]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return f"Bring in {len(names)} documents: {', '.join(names[:_NAMED])}{more}"

    @property
    def seal(self) -> str:
        """What tells one outcome from another: who saw this one knows what would be stored."""
        seals = " ".join(each.seal for each in self.documents)
        return hashlib.sha256(seals.encode()).hexdigest()[:32]

    @property
    def added(self) -> Mapping[str, int]:
        """Kind of thing → how many are new in the catalogue."""
        found: Counter[str] = Counter()
        for each in self.documents:
            found.update(each.plan.added)
        return found

    @property
    def overtaken(self) -> Sequence[str]:
        """Documents, none of these, whose graphs have to be made anew, since a role moved."""
        own = {each.file.name for each in self.documents}
        told = dict.fromkeys(name for each in self.documents for name in each.plan.overtaken)
        return [name for name in told if name not in own]


class DocumentsTogether:
    """Brings several documents in at once.

    Args:
        imports: brings in one; its store is the whole one.
    """

    def __init__(self, imports: DocumentImports) -> None:
        self._imports, self._store = imports, imports.committer.store
        self.files = imports.files

    def files_refreshed(self) -> None:
        """Bring the documents up to what other services on the same store have committed."""
        self._imports.committer.refresh()

    async def plan(self, sandbox: Sandbox, sent: Sequence[SentDocument]) -> PlannedTogether:
        """Work out what bringing documents in would do.

        Args:
            sandbox: where they are read.
            sent: the documents; each name once.

        Raises:
            InputError: there are none, too many, or two of one name; or some cannot be read: all
                of these are named.
            Conflict: see `DocumentImports.plan`; all that are refused are named.
        """
        _refuse_number(sent)
        names = [self.files.path_of(each.name) for each in sent]
        twice = sorted(name for name, count in Counter(names).items() if count > 1)
        if twice:
            raise InputError(f"{twice[0]} is sent twice. Send each document once.")
        found: dict[str, PlannedImport] = {}
        seen: dict[str, tuple[str, ...]] = {}
        faults: list[tuple[str, RolegraphError]] = []
        for _ in range(_ROUNDS if len(sent) > 1 else 1):
            is_settled = True
            for name, document in zip(names, sent, strict=True):
                others = tuple(each.seal for other, each in found.items() if other != name)
                if seen.get(name) == others:
                    continue
                try:
                    planned = await document.planned(
                        self._imports, sandbox, self._supposed(names, name, found)
                    )
                except Busy:
                    raise
                except RolegraphError as error:
                    faults.append((name, error))
                    continue
                was = found.get(name)
                is_settled &= was is not None and was.seal == planned.seal
                found[name], seen[name] = planned, others
            if faults:
                raise _together(faults)
            if is_settled:
                break
        planned_all = tuple(found[name] for name in names)
        _refuse_alike(planned_all)
        return await asyncio.to_thread(self._finished, planned_all)

    def commit(
        self,
        planned: PlannedTogether,
        *,
        author: Identity,
        message: str,
        dry_run: bool = False,
    ) -> Commit:
        """Bring documents in by one guarded commit.

        Args:
            planned: the documents.
            author: who answers for them.
            message: what the change log says.
            dry_run: judge it, and store nothing.

        Raises:
            Overtaken: what they were compared with has changed meanwhile: plan them anew.
            Refused: the guard found violations.
            RolegraphError: see `Committer.commit`.
        """
        return self._imports.committer.commit(
            lambda store: self._imports.patch(planned.documents, store),
            author=author,
            message=message,
            dry_run=dry_run,
            documents=True,
        )

    def propose(
        self, planned: PlannedTogether, proposals: Proposals, *, author: Identity, title: str
    ) -> tuple[Proposal, Commit]:
        """Keep documents as one proposal; see `Proposals.propose`."""
        return proposals.propose(
            lambda store: self._imports.patch(planned.documents, store),
            author=author,
            title=title,
            documents=True,
        )

    def _supposed(
        self, names: Sequence[str], own: str, found: Mapping[str, PlannedImport]
    ) -> Supposed:
        """Return what is supposed of the catalogue while a document is compared with it."""
        files: dict[str, KnownFile] = {}
        graphs = {}
        for name in names:
            planned = found.get(name)
            if name == own:
                files[name] = self.files.named(name)
            elif planned is not None:
                file, kept = planned.file, planned.kept
                files[name] = KnownFile(file.name, file.graph, kept.sha256, kept)
                graphs[file.graph] = planned.plan.triples
        return Supposed(graphs=graphs, files=files)

    def _finished(self, planned: Sequence[PlannedImport]) -> PlannedTogether:
        """Return the documents in the order of their import, and what leans on what they lose."""
        own = {graph for each in planned for graph in (each.file.graph, each.was.graph)}
        order = max((each.kept.order for each in planned if each.was.kept is None), default=0)
        found = []
        for each in planned:
            kept = each.kept
            if each.was.kept is None:
                kept, order = replace(kept, order=order), order + 1
            leaning = [
                (iri, label, subject)
                for iri, label in each.plan.retired
                for subject in leaning_on(self._store, iri, own)
            ]
            found.append(replace(each, kept=kept, leaning=leaning))
        return PlannedTogether(tuple(found))


def _refuse_number(sent: Sequence[SentDocument]) -> None:
    if not sent:
        raise InputError("There is no document. Send one or several.")
    if len(sent) > MOST_TOGETHER:
        raise InputError(
            f"These are {len(sent)} documents; at most {MOST_TOGETHER} are brought in at once. "
            "Send them in parts."
        )


def _refuse_alike(planned: Iterable[PlannedImport]) -> None:
    """Refuse two documents whose names give them one identity, as with `a b.md` and `a-b.md`."""
    seen: dict[str, str] = {}
    for each in planned:
        for scheme in Described(each.plan.triples).present("rg:RoleScheme"):
            other = seen.setdefault(scheme, each.file.name)
            if other != each.file.name:
                raise NameTaken(
                    f"The names {other} and {each.file.name} are too much alike: both documents "
                    f"would be <{scheme}>. Give one of them another name.",
                    other,
                )


def _together(faults: Sequence[tuple[str, RolegraphError]]) -> RolegraphError:
    """Return what is wrong with documents as one fault; that of one document as it is."""
    told = [text if name in (text := str(error)) else f"{name}: {text}" for name, error in faults]
    kinds = {type(error) for _, error in faults}
    if len(faults) == 1 and (told == [str(faults[0][1])] or not kinds & _PLAIN):
        return faults[0][1]
    kind: type[RolegraphError] = InputError
    if len(kinds) == 1 and kinds <= _PLAIN:
        (kind,) = kinds
    if any(issubclass(each, Conflict) for each in kinds):
        kind = Conflict
    return kind("\n".join(told))
