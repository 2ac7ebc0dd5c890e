"""A look at a journal before anybody has checked it: where its patches stand, and how much it adds.

What is found here is a guess, to begin work that is thrown away where the check says otherwise.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from rolegraph.store.journal.entry_format import END, FORMAT_LINE, UNFINISHED
from rolegraph.store.journal.reading import SpoiltEntry, read_headers

Place = tuple[int, int, str, int]
"""Where a patch begins in the file, how many bytes it has, their digest, and how many quads it
removes; the last two as its headers say."""
_ENTRIES = 200
"""Commits whose headers are read to know how much there is; the rest is judged by its bytes."""
_SHORTEST = 60
"""Bytes of a line that hardly any line is below."""


@dataclass(frozen=True)
class Glance:
    """How much a journal adds and removes, as its headers say.

    Attributes:
        added: quads that the commits add whose headers were read.
        removed: quads that they remove.
        rest: bytes of the file behind them.
    """

    added: int
    removed: int
    rest: int

    @property
    def at_least(self) -> int:
        """How many quads there are at the last commit that was looked at."""
        return self.added - self.removed

    @property
    def at_most(self) -> int:
        """How many there may be with all that comes after it."""
        return self.at_least + self.rest // _SHORTEST


def glance_at(file: BinaryIO) -> Glance:
    """Return what the first commits of a journal say of themselves."""
    added = removed = end = 0
    for headers, offset in islice(_heads(file), _ENTRIES):
        added += int(headers.get("added", "0"))
        removed += int(headers.get("removed", "0"))
        end = offset + int(headers["bytes"]) + len(END)
    return Glance(added, removed, os.fstat(file.fileno()).st_size - end)


def place_of(headers: Mapping[str, str], offset: int) -> Place:
    """Return where the patch stands that headers are of, which begins at an offset."""
    return offset, int(headers["bytes"]), headers["digest"], int(headers.get("removed", "0"))


def places_in(file: BinaryIO) -> Iterator[Place]:
    """Yield where the patches of whole commits stand, up to the first that is not whole."""
    for headers, offset in _heads(file):
        yield place_of(headers, offset)


def _heads(file: BinaryIO) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the headers of whole commits, and where their patches begin."""
    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    if file.read(len(FORMAT_LINE)) != FORMAT_LINE:
        return  # one of an older format is written anew
    with contextlib.suppress(SpoiltEntry):
        while (read := read_headers(file)) is not None:
            headers, _ = read
            offset = file.tell()
            end = offset + int(headers["bytes"]) + len(END)
            if headers["digest"] == UNFINISHED or end > size:
                return
            yield headers, offset
            file.seek(end)
