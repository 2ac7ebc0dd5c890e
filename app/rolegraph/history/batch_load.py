"""Files as many commits, so that a load which was cut short goes on where it was.

Each commit says in the change log how far into which file it reaches, which is durable together
with its quads. The files are told by their SHA-256. Blank nodes get names that follow from the
file, so that those read before and after a break are the same: from their labels in N-Triples and
N-Quads, from their order elsewhere, where nodes have no labels of their own.

No batch is judged: what a batch cuts in two is incomplete until the next one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolegraph.history.bulk_load import Loaded, Loading
from rolegraph.history.permission import report, spare_the_log
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Quad, Term, Triple
from rolegraph.settings.modes import GuardMode
from rolegraph.shacl.guard.rules import NewFindings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.fidelity import as_stored
from rolegraph.store.files.rdf_files import BATCH, RdfFile

MEND = "The batches before it are stored. Fix the file there and load it again."
_HEADER = "load"


@dataclass(frozen=True)
class Checkpoint:
    """How far a load has come.

    Attributes:
        digests: SHA-256 of each file.
        file: number of the file, from 0.
        quads: how many quads of it are stored.
        batch: how many quads a commit had at most.
        revision: the revision of the last commit; 0 before the first.
    """

    digests: tuple[str, ...]
    file: int = 0
    quads: int = 0
    batch: int = 0
    revision: int = 0

    def header(self) -> str:
        """Return what the change log keeps of it."""
        said = {"files": self.digests, "file": self.file, "quads": self.quads, "batch": self.batch}
        return json.dumps(said)


def last_checkpoint(store: EmbeddedStore, files: Sequence[RdfFile]) -> Checkpoint:
    """Return how far a load of these files has come, by the change log."""
    digests = tuple(_digest(file) for file in files)
    for entry in reversed(store.entries()):
        said = json.loads(entry.headers.get(_HEADER, "{}"))
        if said.get("files") == list(digests):
            return Checkpoint(digests, said["file"], said["quads"], said["batch"], entry.revision)
    return Checkpoint(digests)


def load_in_batches(
    store: EmbeddedStore, files: Sequence[RdfFile], how: Loading, start: Checkpoint, batch: int
) -> Loaded:
    """Add the quads of files, each `batch` of them as a commit.

    Args:
        store: the store.
        files: the files.
        how: who and what for; nothing is judged.
        start: where to begin.
        batch: quads a commit.

    Raises:
        SyntaxFault: a file does not parse; what was read before it is stored.
        InputError: a file cannot be read; likewise.
        ForbiddenOperation: a batch has quads of the graph of the change log itself; likewise.
        StoreError: a batch could not be stored.
    """
    added = read = 0
    for number, file in enumerate(files):
        if number < start.file:
            continue
        done = 0
        for quads in _batches(file, start.digests[number], batch):
            done, read = done + len(quads), read + len(quads)
            how.progress("reading", _position(files, number), read)
            if number == start.file and done <= start.quads:
                continue
            wanted = Patch(added=frozenset(quads))
            spare_the_log(wanted.graphs)
            stored = as_stored(wanted.added, wanted.added_text)
            patch = Patch.exact((), stored, store.holds)
            if not patch:
                continue
            reached = Checkpoint(start.digests, number, done, batch)
            headers = {
                "author": how.author,
                "message": how.message,
                "guard": report(NewFindings(), GuardMode.OFF),
                _HEADER: reached.header(),
            }
            store.apply(patch, headers)
            added += len(patch.added)
    return Loaded(store.revision, added)


def _position(files: Sequence[RdfFile], number: int) -> int:
    return sum(file.size for file in files[:number]) + files[number].position


def _batches(file: RdfFile, digest: str, number: int) -> Iterator[list[Quad]]:
    names = _ByLabel(digest) if file.is_lines else _ByOrder(digest)
    held: list[Quad] = []
    for quads in file.quads(min(number, BATCH), rename=False):
        held += [_renamed(quad, names) for quad in quads]
        while len(held) >= number:
            yield held[:number]
            held = held[number:]
    if held:
        yield held


class _ByLabel(dict[str, BlankNode]):
    """Names of blank nodes by their labels; holds none, however many there are."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self._digest = digest

    def __missing__(self, label: str) -> BlankNode:
        return BlankNode(hashlib.sha256(f"{self._digest} {label}".encode()).hexdigest()[:32])


class _ByOrder(_ByLabel):
    """Names of blank nodes by the order in which they come."""

    def __missing__(self, label: str) -> BlankNode:
        node = self[label] = super().__missing__(str(len(self)))
        return node


def _renamed(quad: Quad, names: _ByLabel) -> Quad:
    subject, value = _renamed_term(quad.subject, names), _renamed_term(quad.object, names)
    graph = quad.graph_name
    if isinstance(graph, BlankNode):
        graph = names[graph.value]
    return Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]


def _renamed_term(term: Term, names: _ByLabel) -> Term:
    if isinstance(term, BlankNode):
        return names[term.value]
    if isinstance(term, Triple):
        subject, value = _renamed_term(term.subject, names), _renamed_term(term.object, names)
        return Triple(subject, term.predicate, value)  # type: ignore[arg-type]
    return term


def _digest(file: RdfFile) -> str:
    with file.path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
