"""The parts of an Office Open XML file: their XML, and how they refer to each other."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from rolegraph.documents.readers.office.package import check_size, fault, parse_xml

_MAIN = "officeDocument"
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How files of Office begin that are locked with a password, or of before 2007."""


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace: strict files have others."""
    return element.tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def below(element: ET.Element | None, *names: str) -> ET.Element | None:
    """Return the first element at a path of names below one; None where there is none."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def every(element: ET.Element | None, *names: str) -> Iterator[ET.Element]:
    """Yield all elements of some names below one, at any depth."""
    for each in element.iter() if element is not None else ():
        if local(each) in names:
            yield each


@dataclass(frozen=True, slots=True)
class Reference:
    """What a part refers to: the kind, as the last word of its type, and the name of the part."""

    kind: str
    part: str


class PackageParts:
    """The parts of an open package.

    Args:
        package: the file.
        shown_as: its name for people.
    """

    def __init__(self, package: zipfile.ZipFile, shown_as: str) -> None:
        self._package = package
        self._shown_as = shown_as
        self._names = frozenset(package.namelist())
        self._read: dict[str, ET.Element] = {}

    def xml(self, name: str) -> ET.Element:
        """Return a part.

        Raises:
            KeyError: there is none of that name.
            MalformedDocument: it is no XML that can be read.
        """
        if name not in self._read:
            self._read[name] = parse_xml(self._package.read(name), self._shown_as)
        return self._read[name]

    def references(self, name: str) -> Mapping[str, Reference]:
        """Return what a part refers to within the file, by its identifiers there."""
        folder, base = posixpath.split(name)
        listed = f"{folder}/_rels/{base}.rels".lstrip("/")
        found = {}
        for each in self.xml(listed) if listed in self._names else ():
            target = each.get("Target", "")
            if each.get("TargetMode") == "External":
                continue
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if part in self._names:
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = Reference(kind, part)
        return found

    def first(self, name: str, kind: str) -> str | None:
        """Return the first part of a kind that a part refers to."""
        return next((r.part for r in self.references(name).values() if r.kind == kind), None)

    def main(self) -> str:
        """Return the name of the part that the file is about.

        Raises:
            KeyError: it names none.
        """
        found = self.first("", _MAIN)
        if found is None:
            raise KeyError(_MAIN)
        return found


def refuse_locked(path: Path, shown_as: str, what: str) -> None:
    """Refuse a file of Office that is locked, or one of the old format under a new ending.

    Raises:
        OSError: it cannot be opened.
        MalformedDocument: it is such a file.
    """
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
    if start == _COMPOUND:
        message = "The file is locked with a password, or of the format before 2007."
        raise fault(shown_as, f"{message} Open it, and save a copy without a password as {what}.")
    check_size(path, shown_as, ("xml", ".rels"))
