"""A task that may read files, and tries what else it may do."""

from __future__ import annotations

from trial_tasks import refused

from rolegraph.sandbox.task import Options

REUSABLE = False
READS_FILES = True


def prepare() -> None:
    """Need nothing."""


def run(options: Options, content: bytes) -> bytes:
    """Return what an attempt ends with."""
    del content
    return refused(options["do"], options["folder"]).encode()
