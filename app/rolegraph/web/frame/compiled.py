"""Compiled templates are kept beside their sources, as Python keeps its own modules."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps compiled templates in `__pycache__` of their folder, by a hash of their text.

    To compile those of one page takes 0.1 s of processor time, which the first visit after a start
    waits for. Who may write there could change the templates as well. Where nothing may be
    written (an installation of another user, PYTHONDONTWRITEBYTECODE), they are compiled anew.

    Args:
        templates: the folder of the templates.
    """

    def __init__(self, templates: Path) -> None:
        folder = templates / "__pycache__"
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept; what cannot be read is compiled."""
        with contextlib.suppress(Exception):  # a broken file fails in as many ways as pickle has
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where that is allowed."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
