"""The form of the journal on disk: RDF Patch (https://afs.github.io/rdf-patch/), a text of lines.

```
# rolegraph change log, format 2
H revision "5" .
H parent "4" .
H time "2026-11-23T14:00:00Z" .
H bytes "482" .
H digest "…" .
H previous "…" .
H seal "…" .
TX .
D <s> <p> <o> <g> .
A <s> <p> <o> <g> .
TC .
```

The first line names the format. `bytes` and `digest` (SHA-256) are of the lines between `TX` and
`TC`. `seal` is the SHA-256 of all header lines before it. These have the digest of the patch and,
in `previous`, the seal of the entry before. So each seal covers headers, patch and everything that
came before. `added` and `removed` count quads. Other headers, such as author and message, are kept
as given.

A file that `rolegraph compact` has made begins with a snapshot: an entry of any revision whose
patch is the whole dataset. Its header `snapshot-of` is the seal of the archived commit of that
revision, which is also what the next entry has for `previous`.

Format 1 had no first line and no `previous` and `seal`. As these two only follow from the rest,
each service that upgrades an old entry gives it the same ones, and replicas stay equal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolegraph.errors import Diverged
from rolegraph.rdf.patch import Patch, WrittenPatch
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.rdf.uploads.nesting import check_readable

FORMAT_LINE = b"# rolegraph change log, format 2\n"
_ADDS = b"A "
BEGIN, END = b"TX .\n", b"TC .\n"
START = "0" * 64
"""What the first entry has for the seal of the one before."""
SNAPSHOT = "snapshot-of"
"""The header of a snapshot: the seal of the commit that it stands in the place of."""
UNFINISHED = "0" * 64
"""Stands for the digest of a large entry until all of it is written."""
SNAPSHOT_NAME = "snapshot-name"
"""The header of a snapshot: the name (`head_digest`) of the commit that it stands in place of."""
SERVICE = "rolegraph"
"""The author of what the service commits of itself: the files of a catalogue, and snapshots."""
CHAIN = ("previous", "seal")
"""The headers that bind an entry to the one before; always the last two."""
CHUNK = 2**20
"""How many bytes of the file are read at once: a patch may be larger than the memory."""
_LONG = 4 * 2**20
"""Bytes of lines that are not sorted: nobody reads them, and it takes a third of the writing."""


@dataclass(frozen=True)
class Entry:
    """One commit as the journal knows it, its patch still on disk.

    Attributes:
        revision: the revision that the commit made.
        headers: what was said of it: parent, time, author, message, guard, added, removed.
        offset: where its patch begins in the file, in bytes.
        length: how long its patch is, in bytes.
    """

    revision: int
    headers: Mapping[str, str]
    offset: int
    length: int

    @property
    def seal(self) -> str:
        """The digest of its headers, its patch, and the seal before."""
        return self.headers.get("seal", "")

    @property
    def is_snapshot(self) -> bool:
        """Whether its patch is the whole dataset, in place of it and of all commits before."""
        return SNAPSHOT in self.headers

    @property
    def is_of_service(self) -> bool:
        """Whether the service committed it of itself, and no person."""
        return self.author == SERVICE

    @property
    def link(self) -> str:
        """What the next entry has for the seal before it: of a snapshot, that of the archived."""
        return self.headers.get(SNAPSHOT, self.seal)

    @property
    def time(self) -> str:
        """When it was committed, ISO 8601 in UTC; later entries never have earlier times."""
        return self.headers.get("time", "")

    @property
    def author(self) -> str:
        """Who answers for it."""
        return self.headers.get("author", "")

    @property
    def message(self) -> str:
        """What it does, for people."""
        return self.headers.get("message", "")

    @property
    def added(self) -> int:
        """How many quads it added."""
        return int(self.headers.get("added", "0"))

    @property
    def removed(self) -> int:
        """How many quads it removed."""
        return int(self.headers.get("removed", "0"))


def encode_patch(patch: Patch) -> bytes:
    """Return the lines of a patch: removals, then additions, each sorted where they are not many.

    Raises:
        Unreadable: a term in it nests too deep to be read again.
    """
    encoded = []
    for mark, text in ((b"D ", patch.removed_text), (b"A ", patch.added_text)):
        check_readable(text)
        if len(text) < _LONG:
            text = b"".join(sorted(text.splitlines(keepends=True)))  # noqa: PLW2901
        encoded.append(marked(text, mark))
    return b"".join(filter(None, encoded))


def is_long(patch: WrittenPatch) -> bool:
    """Tell whether the lines of a patch are many, so that they are not sorted."""
    return sum(map(len, patch.parts)) >= _LONG


def length_of(patch: WrittenPatch) -> int:
    """Return how many bytes the lines of a patch have that only adds."""
    return sum(map(len, patch.parts)) + patch.number_added * len(_ADDS)


def check_patch(patch: WrittenPatch) -> None:
    """Go on only if a patch can be read again.

    Raises:
        Unreadable: a term in it nests too deep.
    """
    if not patch.is_plain:
        check_readable(patch.added_text)


def parts_of(patch: WrittenPatch) -> Iterator[bytes]:
    """Yield the lines of a long patch that only adds, in pieces."""
    for text in patch.parts:
        start = 0
        while start < len(text):
            end = text.find(b"\n", start + CHUNK) + 1 or len(text)
            yield marked(text[start:end], _ADDS)
            start = end


def marked(lines: bytes, mark: bytes) -> bytes:
    """Return whole lines of N-Quads as lines of a patch."""
    if not lines:
        return b""
    # Of what may be very large, no copy more than is needed.
    begun = lines.replace(b"\n", b"\n" + mark)
    return b"".join((mark, memoryview(begun)[: -len(mark)]))


def decode_patch(body: bytes) -> Patch:
    """Return the patch that lines encode, the names of blank nodes kept.

    Raises:
        SyntaxError: they encode none.
        Unreadable: a term in it nests too deep to be read.
    """
    removed = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"D ")
    added = b"".join(line[2:] for line in body.splitlines(keepends=True) if line[:2] == b"A ")
    return Patch(removed=frozenset(_quads(removed)), added=frozenset(_quads(added)))


def decode_parts(parts: Iterable[bytes]) -> Iterator[Patch]:
    """Yield a patch piece by piece, to be applied in this order; for patches of any size.

    Args:
        parts: the lines that encode it, cut anywhere.
    """
    rest = b""
    for part in parts:
        whole, newline, end = part.rpartition(b"\n")
        if newline:
            yield decode_patch(rest + whole + newline)
            rest = end
        else:
            rest += part
    if rest:
        yield decode_patch(rest)


def _quads(text: bytes) -> Iterator[Quad]:
    check_readable(text)
    return parse(text, format=RdfFormat.N_QUADS)


def check_continues(
    headers: Mapping[str, str], body: bytes, revision: int, seal: str
) -> dict[str, str]:
    """Go on only if a commit that was made elsewhere is whole and follows on a revision.

    Args:
        headers: its headers, in their order; one of format 1 has no seal.
        body: the lines of its patch.
        revision: the revision that it must follow on.
        seal: the seal of that revision.

    Returns:
        Its headers, sealed.

    Raises:
        Diverged: it is damaged, or it follows on another revision.
    """
    said = headers.get("revision", "")
    if said != str(revision + 1) or headers.get("parent") != str(revision):
        raise Diverged(
            f"The commit of revision {said or 'unknown'} does not follow on revision {revision}."
        )
    _check_patch(headers, body)
    return sealed_after(headers, seal)


def check_snapshot(headers: Mapping[str, str], body: bytes) -> dict[str, str]:
    """Go on only if a snapshot that was made elsewhere is whole; return its headers.

    Raises:
        Diverged: it is damaged.
    """
    _check_patch(headers, body)
    return sealed_after(headers, START)


def _check_patch(headers: Mapping[str, str], body: bytes) -> None:
    said = headers.get("revision", "unknown")
    size, digest = str(len(body)), hashlib.sha256(body).hexdigest()
    if (headers.get("bytes"), headers.get("digest")) != (size, digest):
        raise Diverged(f"The patch of revision {said} does not have the digest it should.")
    if any(line[:2] not in {b"A ", b"D "} for line in body.splitlines()):
        raise Diverged(f"The patch of revision {said} has lines that neither add nor remove.")


def sealed_after(headers: Mapping[str, str], seal: str) -> dict[str, str]:
    """Return the headers of a commit that was made elsewhere, sealed.

    Args:
        headers: its headers, in their order; those of format 1 get their seal here.
        seal: the seal of the commit before it.

    Raises:
        Diverged: it was sealed behind another commit.
    """
    made = sealed(headers, seal)
    if "seal" in headers and dict(headers) != made:
        raise Diverged(
            f"The commit of revision {headers.get('revision')} was made behind another commit "
            "than the one that is here: the histories differ."
        )
    return made


def sealed(headers: Mapping[str, str], previous: str) -> dict[str, str]:
    """Return headers with the seal that follows from them.

    Args:
        headers: the headers of an entry, in their order.
        previous: the seal of the entry before.
    """
    made = {**unsealed(headers), "previous": previous}
    made["seal"] = hashlib.sha256(_lines(made)).hexdigest()
    return made


def unsealed(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers without those that bind the entry to the one before, as format 1 had them."""
    return {name: value for name, value in headers.items() if name not in CHAIN}


def encode_head(headers: Mapping[str, str]) -> bytes:
    """Return the lines of an entry before its patch."""
    return _lines(headers) + BEGIN


def _lines(headers: Mapping[str, str]) -> bytes:
    return "".join(f"H {name} {json.dumps(value)} .\n" for name, value in headers.items()).encode()


def head_digest(headers: Mapping[str, str]) -> str:
    """Return the name of a commit: a SHA-256 of its headers, which have the digest of its patch.

    Two histories that have the same one at a revision are the same up to it: author, message and
    a time in microseconds are in it. The seal is not, so that services of either format agree.
    """
    return hashlib.sha256(encode_head(unsealed(headers))).hexdigest()


def names_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names by which a commit may be asked for.

    A replica of an earlier version names it by all headers that it was sent, with the seal.
    """
    with_seal = hashlib.sha256(encode_head(headers)).hexdigest()
    if SNAPSHOT in headers:
        return (head_digest(headers), with_seal, headers[SNAPSHOT_NAME])
    return (head_digest(headers), with_seal)
