"""Which questions about the documents of a catalogue nobody has answered yet.

They stand in the curation files of a folder, and in those that a service keeps. A document that the
service keeps is asked about there alone: what its folder has beside it may be an earlier state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.importing.answers import answers_of, is_answers
from rolegraph.documents.keeping.kept import KeptCuration, digest_of, kept_curations
from rolegraph.documents.text.home import Lying
from rolegraph.errors import RolegraphError
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.rdf.quad_source import QuadSource

_OF_PEOPLE = frozenset({"person", "role"})
"""Topics whose questions quote names that may be people's, which not all may read."""
_NOT_QUOTED = "A name stands here that may be a role's or a person's. Which is it?"
_UNREADABLE = "Its curation file cannot be read; `rolegraph check` says why."


@dataclass(frozen=True)
class WaitingQuestion:
    """A question about a document that nobody has answered.

    Attributes:
        document: path of the document in the catalogue.
        line: the first line that it is about, if it is about one.
        text: the question, without names that may be people's.
        curation: path of the file in the catalogue's folder that takes the answer; empty where the
            service keeps what is said of the document.
    """

    document: str
    line: int | None
    text: str
    curation: str


_Seen = tuple[int, int] | str
"""What tells one state of a curation from another."""
_Asked = list[WaitingQuestion] | None
"""What a curation asks; None where a person wrote all of it."""


class OpenQuestions:
    """Reads which questions about the documents of a catalogue are open. Safe to share.

    A question is open while the curation of its document has no answer to it.

    Args:
        folder: the catalogue.
        store: what the service keeps of documents.
    """

    def __init__(self, folder: CatalogueFolder, store: QuadSource) -> None:
        self._folder, self._store = folder, store
        self._known: dict[str, tuple[_Seen, _Asked]] = {}

    @property
    def in_files(self) -> bool:
        """Whether files of the folder ask some, which are answered there without a commit."""
        return any(each is not None for each in self._in_files(kept_curations(self._store)))

    def all(self) -> list[WaitingQuestion] | None:
        """Return them, document by document; None where no document asks any.

        A curation file that cannot be read is told as a question of its document.
        """
        kept = kept_curations(self._store)
        found = [*self._in_files(kept), *map(self._of_kept, kept)]
        asking = [each for each in found if each is not None]
        return [one for each in asking for one in each] if asking else None

    def _in_files(self, kept: Iterable[KeptCuration]) -> Iterator[_Asked]:
        """Yield what the files of documents ask that the service does not keep."""
        elsewhere = {name for each in kept for name in each.names}
        for document, _ in self._folder.documents():
            path = Lying(self._folder.root / document, self._folder, document).curation
            try:
                stat = path.stat() if document not in elsewhere else None
            except OSError:
                continue
            if stat is not None:
                yield self._of_file(document, path, (stat.st_mtime_ns, stat.st_size))

    def _of_kept(self, kept: KeptCuration) -> _Asked:
        seen = digest_of(kept.text)
        known = self._known.get(kept.name)
        if known is None or known[0] != seen:
            known = self._known[kept.name] = seen, _open(kept.name, kept.text, "")
        return known[1]

    def _of_file(self, document: str, path: Path, seen: tuple[int, int]) -> _Asked:
        known = self._known.get(document)
        if known is None or known[0] != seen:
            shown = self._shown(path)
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                made: _Asked = [WaitingQuestion(document, None, _UNREADABLE, shown)]
            else:
                made = _open(document, text, shown)
            known = self._known[document] = seen, made
        return known[1]

    def _shown(self, path: Path) -> str:
        root = self._folder.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _open(document: str, curation: str, shown: str) -> _Asked:
    """Return the open questions of a curation; None where a person wrote all of it."""
    if not is_answers(curation):
        return None  # nothing asks
    try:
        answers = answers_of(curation, shown or document)
    except RolegraphError:
        return [WaitingQuestion(document, None, _UNREADABLE, shown)]
    return [
        WaitingQuestion(
            document, one.line, _NOT_QUOTED if one.topic in _OF_PEOPLE else one.question, shown
        )
        for one in answers.questions
        if not one.answer
    ]
