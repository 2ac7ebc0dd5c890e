"""Files that commands write."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from rolegraph.errors import InputError


@contextmanager
def whole_file(output: Path | None) -> Iterator[BinaryIO]:
    """Give what to write to; a file is there under its name once all of it is written.

    Args:
        output: the file, packed where its name ends in `.gz`; standard output if None.

    Raises:
        InputError: it cannot be written.
    """
    if output is None:
        yield sys.stdout.buffer
        return
    beside = output.with_name(f"{output.name}.part")
    try:
        with beside.open("wb") as file:
            if output.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
        beside.replace(output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)
