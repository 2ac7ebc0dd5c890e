"""The files that an index links to, such as a README with one file for each role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from rolegraph.documents.outline import Bullets, Outline, Passage, Table, walk
from rolegraph.documents.readers import MARKDOWN, OFFICE, RECORDS, TABLES, outline_of
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import lying

_LINK = re.compile(r"[*_`]*\[[^\]]*\]\(\s*<?(?P<target>[^()<>\s]+)>?(?:\s+[^()]*)?\)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_READ = (MARKDOWN | TABLES | RECORDS | OFFICE) - {""}
_MISSING = "is not there"
_INDEXES = ("README.md", "index.md", "readme.md")


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """A link that is not followed: the file it stands in, its line and target, and why."""

    source: Path
    line: int
    target: str
    reason: str

    @property
    def is_broken(self) -> bool:
        """Whether the link leads nowhere."""
        return self.reason == _MISSING


@dataclass
class Followed:
    """What an index leads to.

    Attributes:
        documents: the files in the order to read them in: those that are linked to come before the
            index, since they say more of a role than its entry there.
        indexes: those that link to others.
        left: links that are not followed.
    """

    documents: list[Path] = field(default_factory=list)
    indexes: set[Path] = field(default_factory=set)
    left: list[NotFollowed] = field(default_factory=list)


def follow(index: Path) -> Followed:
    """Return the files that an index links to, and those that they link to.

    Only links at the beginning of a list entry or a cell count, and only files inside the folder
    of the catalogue (without one, the folder of the index). Nothing is fetched from the web.

    Raises:
        OSError: the index cannot be opened.
        MalformedDocument: the index is of no format that is read here.
        ConfigurationError: the `rolegraph.toml` around the index cannot be used.
    """
    folder = lying(index).folder
    root = (folder.root if folder else index.parent).resolve()
    found = Followed()
    _visit(index, root, found, set(), is_first=True)
    return found


def has_links(outline: Outline) -> bool:
    """Tell whether a list entry or a cell begins with a link, wherever that leads."""
    return any(True for _ in _links(outline))


def _visit(path: Path, root: Path, found: Followed, seen: set[Path], *, is_first: bool) -> None:
    if path.resolve() in seen:
        return
    seen.add(path.resolve())
    try:
        links = list(_links(outline_of(path, str(path))))
    except (OSError, MalformedDocument):
        if is_first:
            raise
        links = []  # the import tells what is wrong with it
    for line, target in links:
        reported = _file(target, path, root)
        if isinstance(reported, str):
            found.left.append(NotFollowed(path, line, target, reported))
        elif reported is not None and reported.resolve() != path.resolve():
            found.indexes.add(path)
            _visit(reported, root, found, seen, is_first=False)
    found.documents.append(path)


def _links(outline: Outline) -> Iterator[tuple[int, str]]:
    """Yield line and target of each link that begins a list entry or a cell."""
    for passage in _entries(outline):
        link = _LINK.match(passage.span.text)
        if link:
            yield passage.line, link["target"]


def _entries(outline: Outline) -> Iterator[Passage]:
    for block in walk(outline.blocks):
        if isinstance(block, Bullets):
            yield from (item.passage for item in block.items if item.passage)
        elif isinstance(block, Table):
            rows = (block.head, *block.rows)
            yield from (cell for row in rows for cell in row.cells if cell is not None)


def _file(target: str, source: Path, root: Path) -> Path | str | None:
    """Return the file that a link leads to, why it is not followed, or None for no file at all."""
    if _SCHEME.match(target):
        return "is on the web, where nothing is followed"
    name = unquote(target.partition("#")[0].partition("?")[0])
    if not name:
        return None
    path = root / name.lstrip("/") if name.startswith("/") else source.parent / name
    if not path.resolve().is_relative_to(root):
        return "lies outside of the folder"
    return _readable(path)


def _readable(path: Path) -> Path | str:
    if path.is_dir():
        path = next((path / each for each in _INDEXES if (path / each).is_file()), path)
    elif not path.suffix and path.with_suffix(".md").is_file():
        path = path.with_suffix(".md")
    if path.is_dir():
        return "is a folder without a README"
    if not path.exists():
        return _MISSING
    return path if path.suffix.casefold() in _READ else "is of no format that is read here"
