"""The folder of a catalogue's files: read as a view, brought to another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from rolegraph import resources
from rolegraph.errors import InputError, StoreError, SyntaxFault
from rolegraph.exchange.files.agreed_state import write_file
from rolegraph.exchange.files.table_file import TableFile
from rolegraph.exchange.files.turtle_file import canonical, edit_turtle, parse_turtle
from rolegraph.exchange.files.units import (
    PART,
    TABLE,
    TURTLE,
    FileUnit,
    Triples,
    View,
    has_blank_node,
    is_exchanged,
)
from rolegraph.folder.catalogue_folder import find_folder
from rolegraph.rdf.namespaces import THINGS, compact, graph_of_file
from rolegraph.rdf.terms import NamedNode, Triple
from rolegraph.rdf.turtle.places import TurtlePlaces


class Folder:
    """The files of a folder, read once.

    Args:
        path: the folder; it stands for `data/` of the catalogue, whatever its name.

    Raises:
        InputError: there is no such folder, or a file has blank nodes or a name of another form.
        SyntaxFault: a file does not parse.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise InputError(f"There is no folder {path}.")
        self._path = path
        self._catalogue = find_folder(path)
        self._base = self._catalogue.base if self._catalogue else THINGS
        self.texts: dict[str, str] = {}
        self._tables: dict[str, TableFile] = {}
        units: dict[FileUnit, Triples] = {}
        for file in sorted(path.rglob("*")):
            relative = file.relative_to(path)
            hidden = any(part.startswith(".") for part in relative.parts)
            if hidden or not file.name.endswith((TURTLE, TABLE)) or not file.is_file():
                continue
            name = f"{PART}/{relative.as_posix()}"
            if not is_exchanged(name):
                raise InputError(
                    f"{file}: the name of a file of a catalogue begins with a letter or a digit, "
                    "and has letters, digits, blanks and plain signs only. Rename it."
                )
            self.texts[name] = _read(file)
            for subject, triples in self._things(name, self.texts[name]).items():
                units[FileUnit(name, subject)] = triples
        self.view: View = units

    def table(self, file: str) -> TableFile | None:
        """Return a table: as it is here, else empty with the header that it is shipped with."""
        known = self._tables.get(file)
        if known is None and (self._catalogue is None or self._catalogue.is_sample):
            shipped = resources.part(PART) / file.removeprefix(f"{PART}/")
            if shipped.is_file():
                header = TableFile(_read(shipped), file).header
                known = self._tables[file] = TableFile(header, file)
        return known

    def written(self, units: Iterable[FileUnit], target: View) -> dict[str, str | None]:
        """Return the new texts of files that take things over from another view.

        Args:
            units: the things to take over.
            target: the view that they are taken from.

        Returns:
            File → its text; None where nothing is left to say in it.
        """
        touched: dict[str, set[str]] = defaultdict(set)
        for unit in units:
            touched[unit.file].add(unit.subject)
        return {
            file: self._new_text(file, subjects, target)
            for file, subjects in sorted(touched.items())
        }

    def write(self, texts: Mapping[str, str | None]) -> None:
        """Store files, each in one step.

        Raises:
            StoreError: one cannot be written.
        """
        for file, text in texts.items():
            path = self._path / file.removeprefix(f"{PART}/")
            if text is not None:
                write_file(path, text)
            else:
                path.unlink(missing_ok=True)

    def view_with(self, texts: Mapping[str, str | None]) -> View:
        """Return the view of the folder as it is with files of new texts."""
        units = {unit: triples for unit, triples in self.view.items() if unit.file not in texts}
        for file, text in texts.items():
            for subject, triples in self._things(file, text).items() if text else ():
                units[FileUnit(file, subject)] = triples
        return units

    def _new_text(self, file: str, subjects: set[str], target: View) -> str | None:
        if file.endswith(TABLE):
            table = self.table(file)
            if table is None:
                raise StoreError(
                    f"{file}: there is no such table here, and nothing says which header it has. "
                    "Make the file with the header of an SSSOM table, then pull again."
                )
            graph = graph_of_file(file)
            return table.edit({s: target.get(FileUnit(file, s)) for s in subjects if s != graph})
        old = {u.subject: triples for u, triples in self.view.items() if u.file == file}
        new = dict(old)
        for subject in subjects:
            triples = target.get(FileUnit(file, subject))
            if triples is None:
                new.pop(subject, None)
            else:
                new[subject] = triples
        if not new:
            return None
        if file not in self.texts:
            everything = (triple for triples in new.values() for triple in triples)
            return canonical(everything, base=self._base)
        return edit_turtle(self.texts[file], graph_of_file(file), old, new, self._base)

    def _things(self, file: str, text: str) -> dict[str, Triples]:
        if file.endswith(TABLE):
            self._tables[file] = TableFile(text, file)
            return self._tables[file].things()
        things: dict[str, set[Triple]] = defaultdict(set)
        for triple in parse_turtle(text, graph_of_file(file), file):
            subject = triple.subject
            if not isinstance(subject, NamedNode) or has_blank_node(triple.object):
                raise InputError(_with_blank_nodes(text, file))
            things[subject.value].add(triple)
        return {subject: frozenset(triples) for subject, triples in things.items()}


def _with_blank_nodes(text: str, file: str) -> str:
    """Return the words for a file that has blank nodes, with the first thing that has one."""
    graph = graph_of_file(file)
    owners = sorted(
        (triple.subject.value, triple.predicate.value)
        for triple in parse_turtle(text, graph, file)
        if isinstance(triple.subject, NamedNode) and has_blank_node(triple.object)
    )
    places = TurtlePlaces(text, graph)
    found = [
        (places.lines.place(at.start)[0], f"<{owner}> at {compact(predicate)}")
        for owner, predicate in owners
        if (at := places.subject(owner))
    ]
    line, said = min(found, default=(1, "a thing without an IRI"))
    more = f" and {len(owners) - 1} more" if len(owners) > 1 else ""
    return (
        f"{file}:{line}: blank nodes: {said}{more}. Pull and push follow things by their IRIs; "
        "give each one, such as that of its owner with #part behind it."
    )


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise SyntaxFault("The file is not UTF-8.", source=str(path)) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
