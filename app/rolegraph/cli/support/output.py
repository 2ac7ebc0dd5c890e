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
def whole_file(output: Path | None, *, packs: bool = True) -> Iterator[BinaryIO]:
    """Give what to write to; a file is there under its name once all of it is written.

    Args:
        output: the file; standard output if None.
        packs: whether a file whose name ends in `.gz` is packed.

    Raises:
        InputError: it cannot be written.
    """
    if output is None:
        yield sys.stdout.buffer
        return
    beside = output.with_name(f"{output.name}.part")
    try:
        with beside.open("wb") as file:
            if packs and output.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
        beside.replace(output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)
