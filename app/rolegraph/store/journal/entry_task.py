"""Reads a piece of a patch that another service committed, in a confined process.

The server reads the same text again. It does so only after this task has shown that it can be
read: a damaged leader ends a process of the sandbox, and not its replicas.
"""

from __future__ import annotations

from rolegraph.errors import Unreadable
from rolegraph.sandbox.task import Options
from rolegraph.store.journal.entry_format import decode_patch

REUSABLE = True
"""Reading leaves nothing behind that the next text could find."""
READS_FILES = False


def prepare() -> None:
    """Read a trifle, so that what the parser makes once is made before each fork."""
    run({}, b"A <urn:s> <urn:p> <urn:o> <urn:g> .\n")


def run(_: Options, content: bytes) -> bytes:
    """Read the lines of a patch and return nothing.

    Raises:
        Unreadable: they are no patch, or a term in them nests too deep.
    """
    try:
        decode_patch(content)
    except SyntaxError as error:
        raise Unreadable(str(error)) from None
    return b""
