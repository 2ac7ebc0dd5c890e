"""Office files as packages: opened within bounds, and their XML parsed without entities."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.errors import SyntaxFault

_MOST = 64 * 1024 * 1024
"""Bytes of XML that a file may unpack to; one with a thousand roles has a hundredth of that."""
_DEEPEST = 100
"""Elements that may stand in each other; office programs write some thirty."""


def fault(shown_as: str, message: str) -> MalformedDocument:
    """Return the error for an office file that cannot be read."""
    return MalformedDocument([SyntaxFault(message, source=shown_as, line=1)])


def check_size(file: Path | BinaryIO, shown_as: str, endings: tuple[str, ...] = ("xml",)) -> None:
    """Refuse a package that unpacks to more XML than any document of people has.

    Args:
        file: the package.
        shown_as: its name for people.
        endings: how the names of the parts end that count.

    Raises:
        zipfile.BadZipFile: it is no package.
        MalformedDocument: it is too large.
    """
    with zipfile.ZipFile(file) as package:
        # No more than what an entry says of its size is ever unpacked from it.
        size = sum(each.file_size for each in package.infolist() if each.filename.endswith(endings))
    if size > _MOST:
        message = (
            f"The file unpacks to {size // 1024 // 1024:,} MB of XML, and {_MOST // 1024 // 1024} "
            "MB are read at most. Copy the part with the roles into a file of its own."
        )
        raise fault(shown_as, message)


def parse_xml(content: bytes, shown_as: str) -> ET.Element:
    """Return the elements of an XML file, named as `{namespace}name`.

    Raises:
        MalformedDocument: it is no XML, declares entities, or nests too deeply.
    """
    builder = ET.TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise fault(shown_as, f"More than {_DEEPEST} elements stand in each other in the file.")
        builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(name))

    def refuse(*_: object) -> None:
        raise fault(shown_as, "The file declares a document type, which no office program writes.")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise fault(shown_as, f"The XML in the file is damaged: {error}.") from None
    return builder.close()


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name
