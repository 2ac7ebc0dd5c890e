"""`rolegraph documents import --follow`: an index, and the files that it links to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from rolegraph.cli.documents.importing import Importing
from rolegraph.cli.documents.output import FINDINGS, exit_codes
from rolegraph.documents.importing.links import NotFollowed, follow
from rolegraph.documents.importing.service import is_strict
from rolegraph.documents.reading import read_file
from rolegraph.documents.text.home import lying, shown_name


def follow_indexes(importing: Importing, indexes: Iterable[Path]) -> int:
    """Import indexes and what they link to; tell what was read and what was not followed.

    Returns:
        The exit code: 0 when something was read and no link leads nowhere.
    """
    codes: list[int] = []
    is_read = False
    done: set[Path] = set()
    for index in indexes:
        try:
            with exit_codes("read"):
                found = follow(index)
        except typer.Exit as end:
            codes.append(end.exit_code)
            continue
        codes += [_tell(each) for each in found.left]
        for document in found.documents:
            if document.resolve() in done:
                continue
            done.add(document.resolve())
            if document in found.indexes and _is_index_alone(document):
                typer.echo(
                    f"{shown_name(document)}: links to other files, and holds no role itself"
                )
                continue
            code = importing.run(document, None, None)
            is_read = is_read or code == 0
            # A file that describes no role is told, and no fault of the index.
            codes += [code] if code > FINDINGS or document in indexes else []
    return max(codes, default=0) if is_read else max([FINDINGS, *codes])


def _is_index_alone(document: Path) -> bool:
    """Tell whether a document that links to others holds no role."""
    try:
        with exit_codes("read"):
            place = lying(document)
            return not is_strict(document) and read_file(document, own=place.words).is_empty
    except typer.Exit:
        return False


def _tell(link: NotFollowed) -> int:
    """Tell of a link that is not followed; return 1 where it leads nowhere."""
    place = f"{shown_name(link.source)}:{link.line}"
    typer.echo(f"{place}: not followed: {link.target} {link.reason}.", err=True)
    return FINDINGS if link.is_broken else 0
