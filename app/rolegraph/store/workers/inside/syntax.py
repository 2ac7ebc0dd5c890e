"""Whether texts are queries, found out in a process of its own.

The engine has no way to read a query without beginning to run it. On no data that ends at once for
nearly all texts, but not for all of them. So it happens in a process that can open neither a file
nor a connection, has little memory, and is ended after a second of work.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Sequence

SECONDS = 1
"""Of the processor, for all texts of a change."""

PATIENCE = 5
"""Seconds of the clock: the processor may be busy with others."""

MEMORY = 1 << 30
_LIMITS = {
    resource.RLIMIT_NOFILE: 3,  # the standard streams: no file and no connection can be opened
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_AS: MEMORY,
}
_BASE = "http://localhost/"
_PLACE = re.compile(r"^(?:.*?)error at (\d+):(\d+): ", re.DOTALL)
_LONG = 120
_UNREAD = "it could not be read in time"


def faults(texts: Sequence[str]) -> list[str | None]:
    """Return of each text what keeps it from being a query, in words with its place, or None.

    Relative IRIs are allowed, since the address of a service makes them whole.
    """
    if not texts:
        return []
    command = [sys.executable, "-P", "-m", __name__]
    sent = json.dumps(list(texts)).encode()
    try:
        done = subprocess.run(
            command,
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        done = late.stdout or b""
    # What has no whole line was being read when the process ended.
    lines = done.decode().split("\n")[:-1]
    found: list[str | None] = [json.loads(line) for line in lines]
    return found + [_UNREAD] * (len(texts) - len(found))


def main() -> None:
    """Read a JSON array of texts from the standard input; write a line of JSON for each."""
    import pyoxigraph as ox  # no file can be opened below

    texts = json.loads(sys.stdin.buffer.read())
    ox.Store().query("ASK {}")
    for limit, most in _LIMITS.items():
        resource.setrlimit(limit, (most, most))
    for text in texts:
        fault = None
        try:
            ox.Store().query(text, base_iri=_BASE)
        except SyntaxError as error:
            fault = _in_words(str(error))
        except (OSError, RuntimeError, ValueError):
            pass  # it reads; that it cannot run here says nothing of its text
        sys.stdout.write(f"{json.dumps(fault)}\n")
        sys.stdout.flush()


def _in_words(message: str) -> str:
    place = _PLACE.match(message)
    reason = message[place.end() :] if place else message
    if "Prefix not found" in reason:
        reason = "a prefix is not declared; put PREFIX before the query"
    reason = " ".join((reason if len(reason) <= _LONG else f"{reason[:_LONG]} …").split())
    return f"line {place[1]}, column {place[2]}: {reason}" if place else reason


if __name__ == "__main__":
    main()
