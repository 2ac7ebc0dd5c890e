"""Commands of `rolegraph` for tests of every room: in this process, or in one of their own."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import structlog

from rolegraph.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


def rolegraph(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Ran:
    """Run a command in this process: a second of start-up less than in its own.

    Args:
        arguments: the command and its arguments.
        folder: the working directory, if it is another one.
        environment: variables that are set while it runs.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    logging = structlog.get_config()
    collects, often = gc.isenabled(), gc.get_threshold()
    with (
        mock.patch.object(sys, "argv", ["rolegraph", *map(str, arguments)]),
        mock.patch.dict(os.environ, environment),
        contextlib.chdir(folder or Path()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        else:
            code = 0
        finally:
            structlog.configure(**logging)
            gc.set_threshold(*often)  # some leave the collector off, since their process ends
            if collects:
                gc.enable()
    return Ran(code if isinstance(code, int) else int(bool(code)), _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode().replace("\r\n", "\n")  # as text of a pipe is read


def apart(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Ran:
    """Run a command as users do, in a process of its own; arguments are those of `rolegraph`."""
    command = [sys.executable, "-m", "rolegraph", *map(str, arguments)]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, **environment},
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)
