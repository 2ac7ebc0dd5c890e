"""A task that tries what a confined process may and may not do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from rolegraph.errors import SyntaxFault
from rolegraph.sandbox.task import ComingText, Options, Take

MEBIBYTE = 2**20
kept: list[bytearray] = []
learnt: list[bytes] = [b"nothing"]

REUSABLE = True
"""As for reading."""
READS_FILES = False


def prepare() -> None:
    """Need nothing."""


def learn(options: Options, content: bytes) -> None:
    """Learn a text, after some seconds."""
    time.sleep(options["seconds"])
    learnt.append(content.upper())
    if content == b"broken":
        raise KeyError(content)


def give(options: Options, content: ComingText, take: Take) -> None:
    """Give back what comes, piece by piece, and then do what the options ask."""
    for _ in range(options.get("pieces", 10**9)):
        piece = content.read(MEBIBYTE)
        if not piece:
            break
        take(piece)
    run(options, b"")


def run(options: Options, content: bytes) -> bytes:
    """Do what the options ask, and return what came of it."""
    what = options["do"]
    if what == "echo":
        return content
    if what == "tell":
        return learnt[-1]
    if what == "sleep":
        time.sleep(options["seconds"])
    elif what == "hold":
        return b"%d" % len(bytearray(options["mebibytes"] * MEBIBYTE))
    elif what == "keep":
        kept.append(bytearray(options["mebibytes"] * MEBIBYTE))
    elif what == "die":
        os.kill(os.getpid(), signal.SIGABRT)
    elif what == "nonsense":
        os.write(3, b"\xff" * 64)
        os._exit(0)
    elif what == "fault":
        raise SyntaxFault("wrong here", source="body", line=3, column=7)
    elif what == "bug":
        raise KeyError("not meant for clients")
    else:
        return refused(what).encode()
    return b"done"


def refused(what: str, folder: str = "") -> str:
    """Return the error that an attempt ends with."""
    try:
        if what == "read":
            Path("/etc/hostname").read_bytes()
        elif what == "write":
            Path(folder, "written").write_bytes(b"one byte")
        elif what == "connect":
            socket.create_connection(("127.0.0.1", 9), timeout=1).close()
        elif what == "program":
            subprocess.run([sys.executable, "-c", "pass"], check=True)
    except OSError as error:
        return f"{type(error).__name__} {error}"
    return "was allowed"
