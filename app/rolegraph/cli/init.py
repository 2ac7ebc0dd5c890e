"""`rolegraph init`: a folder becomes a catalogue."""

from __future__ import annotations

import shlex
import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.errors import ConfigurationError, InputError
from rolegraph.folder.manifest import RuleProfile, parse_manifest
from rolegraph.folder.writing import ATTRIBUTES, IGNORED_FILES, Beginning, manifest_text
from rolegraph.resources import MANIFEST

if TYPE_CHECKING:
    from rolegraph.documents.outline import Outline

_LANGUAGE, _LICENSE = "en", "CC-BY-4.0"


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder.")] = Path(),
    *,
    documents: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="A document of roles to read; repeatable."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Name of the catalogue.")] = None,
    base: Annotated[
        str | None, typer.Option(help="What IRIs begin with, such as https://harbour.example/id/.")
    ] = None,
    license_: Annotated[
        str | None,
        typer.Option("--license", "--licence", help="Licence by IRI or SPDX name; empty for none."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Tag of the texts' language, such as en or de.")
    ] = None,
    creator: Annotated[str | None, typer.Option(help="Who makes the catalogue.")] = None,
    follow: Annotated[
        bool,
        typer.Option("--follow", help="Read the files in the folder that a document links to."),
    ] = False,
    profile: Annotated[
        RuleProfile, typer.Option(help="Rules for a first draft, or for a complete catalogue.")
    ] = RuleProfile.DRAFT,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; take what is usual.")
    ] = False,
) -> None:
    """Make a folder a catalogue, and read documents into it.

    Asks for what no option gives. Exit 0 when done, 1 when a document could not be read whole (the
    catalogue is there all the same), 2 when nothing was written.
    """
    if (folder / MANIFEST).exists():
        raise InputError(
            f"{folder / MANIFEST} is there already, so nothing was changed. Add a document with: "
            "rolegraph documents import FILE"
        )
    missing = [path for path in documents or () if not path.is_file()]
    if missing:
        raise InputError(f"{missing[0]}: no such file; nothing was written.")
    if follow:
        _refuse_outside(folder, documents or [])
    asking = _Asking(sys.stdin.isatty() and not yes)
    name = folder.resolve().name
    usual = name.replace("-", " ").replace("_", " ").strip().capitalize() or "Roles"
    outlines = _Outlines(folder)
    found = "" if language else _language_of(documents or [], outlines)
    chosen_title = asking.value("Title", title, usual)
    begin = Beginning(
        title=chosen_title,
        base=asking.value("Base IRI", base, _base(chosen_title)),
        language=asking.value("Language", language, found or _LANGUAGE),
        license=asking.value("Licence", license_, _LICENSE),
        creator=asking.value("Creator", creator, ""),
        documents=tuple(_key(folder, path) for path in documents or ()),
        profile=profile,
    )
    text = manifest_text(begin)
    _check(text)
    _write(folder, text)
    typer.echo(f"{folder / MANIFEST}: {begin.title}, base {begin.base}")
    if found and begin.language == found != _LANGUAGE:
        typer.echo(f"Texts have the language of the document, {found}; --language gives another.")
    if base is None:
        typer.echo("Links to your roles begin with that base; choose it before others use them.")
    if follow:
        begin = replace(begin, documents=_linked(folder, begin.documents))
        _write(folder, manifest_text(begin))
        failed = bool(_follow(folder, documents or []))
    else:
        failed = _read(folder, documents or [], outlines)
    _tell_next(folder, begin, [] if follow else outlines.with_links)
    raise typer.Exit(1 if failed else 0)


class _Asking:
    """Asks a person for what no option gave, or takes what is usual."""

    def __init__(self, asks: bool) -> None:
        self._asks = asks

    def value(self, question: str, given: str | None, usual: str) -> str:
        if given is not None:
            return given.strip()
        if not self._asks:
            return usual
        return str(typer.prompt(question, default=usual, show_default=bool(usual))).strip()


class _Outlines:
    """What readers make of the documents, so that none is read twice.

    Args:
        folder: the folder that they will lie in.

    Attributes:
        with_links: the documents that may be an index of others, by their place in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, Outline | None] = {}
        self.with_links: list[Path] = []

    def get(self, document: Path) -> Outline | None:
        """Return the outline of a document; None where the import has to tell what is wrong."""
        from rolegraph.documents.importing.links import has_links
        from rolegraph.documents.readers import outline_of
        from rolegraph.documents.text.home import shown_name

        if document not in self._known:
            place = self._folder / _key(self._folder, document)
            self._known[document] = None
            with suppress(InputError, ConfigurationError):
                outline = self._known[document] = outline_of(document, shown_name(place))
                if has_links(outline):
                    self.with_links.append(place)
        return self._known[document]

    def take(self, document: Path) -> Outline | None:
        """Return the outline of a document, and keep it no longer."""
        outline = self.get(document)
        self._known[document] = None
        return outline


def _language_of(documents: list[Path], outlines: _Outlines) -> str:
    """Return the language of the first document that has one; empty where none has."""
    from rolegraph.documents.language.detection import find_language

    found = (find_language(outline)[0] for each in documents if (outline := outlines.get(each)))
    return next((language for language in found if language), "")


def _base(title: str) -> str:
    from rolegraph.documents.text.home import usual_base

    return usual_base(title)


def _key(folder: Path, document: Path) -> str:
    """Return the path that a document will have in the catalogue."""
    place, root = document.resolve(), folder.resolve()
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else place.name


def _check(text: str) -> None:
    """Refuse values that the catalogue could not be read with.

    Raises:
        ConfigurationError: with what is wrong, and the option to give.
    """
    try:
        parse_manifest(text, "init")
    except ConfigurationError as error:
        raise ConfigurationError(
            f"{error}\nNothing was written. Give another value with --title, --base, --language, "
            "--license or --creator."
        ) from None


def _write(folder: Path, text: str) -> None:
    try:
        (folder / "data").mkdir(parents=True, exist_ok=True)
        ignored = folder / ".gitignore"
        known = ignored.read_text("utf-8") if ignored.exists() else ""
        wanted = [name for name in IGNORED_FILES if name not in known.split()]
        if wanted:
            ending = "" if not known or known.endswith("\n") else "\n"
            ignored.write_text(known + ending + "\n".join(wanted) + "\n", "utf-8")
        attributes = folder / ".gitattributes"
        if not attributes.exists():
            attributes.write_text(ATTRIBUTES, "utf-8")
        (folder / MANIFEST).write_text(text, "utf-8")
    except OSError as error:
        raise InputError(f"{error.filename}: {error.strerror}.") from None


def _read(folder: Path, documents: list[Path], outlines: _Outlines) -> bool:
    """Read documents, those from elsewhere as a copy; tell whether one could not be read."""
    from rolegraph.cli.documents.importing import Importing

    importing = Importing(fresh=False, language=None)
    failed = False
    for document in documents:
        place = folder / _key(folder, document)
        if place.resolve() != document.resolve():
            if place.exists():
                raise InputError(f"{place} is there already; {document} was not copied.")
            shutil.copyfile(document, place)
            typer.echo(f"{place}: copied from {document}")
        failed = bool(importing.run(place, None, None, outlines.take(document))) or failed
    importing.end()
    return failed


def _refuse_outside(folder: Path, documents: list[Path]) -> None:
    """Refuse to follow a document from elsewhere: what it links to would not be in the folder."""
    for document in documents:
        if not document.resolve().is_relative_to(folder.resolve()):
            raise InputError(
                f"{document} lies outside of {folder}, and only files inside are followed; nothing "
                f"was written. Copy it there with the files it links to, or name the folder that "
                f"it lies in: rolegraph init {shlex.quote(str(document.parent))} …"
            )


def _linked(folder: Path, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the documents that describe roles: of those named, and of those they link to."""
    from rolegraph.documents.importing.links import follow

    found: dict[str, None] = {}
    for key in keys:
        with suppress(InputError, ConfigurationError, OSError):  # the import tells what is wrong
            for each in follow(folder / key).documents:
                if _describes_roles(each):
                    found[_key(folder, each)] = None
    return tuple(found) or keys


def _follow(folder: Path, documents: list[Path]) -> int:
    from rolegraph.cli.documents.following import follow_indexes
    from rolegraph.cli.documents.importing import Importing

    importing = Importing(fresh=False, language=None)
    code = follow_indexes(importing, [folder / _key(folder, document) for document in documents])
    importing.end()
    return code


def _tell_next(folder: Path, begin: Beginning, with_links: list[Path]) -> None:
    here = folder.resolve() == Path.cwd().resolve()
    place = "" if here else f" {shlex.quote(str(folder))}"
    if len(begin.documents) > 1:
        documents = place  # all of them
    else:
        only = str(folder / begin.documents[0]) if begin.documents else "FILE"
        documents = f" {shlex.quote(only)}"
    typer.echo("\nNext:")
    typer.echo(f"  rolegraph check{place}")
    typer.echo(f"  rolegraph serve{place}")
    indexes = [document for document in with_links if _leads_to_roles(document)]
    for index in indexes:
        typer.echo(f"  rolegraph documents import {shlex.quote(str(index))} --follow")
    if not indexes:
        typer.echo(f"  rolegraph documents import{documents}")


def _leads_to_roles(document: Path) -> bool:
    """Tell whether a document links to a file of the folder that describes a role."""
    from rolegraph.documents.importing.links import follow

    with suppress(InputError, ConfigurationError, OSError):  # the import told what is wrong with it
        for linked in follow(document).documents:
            if linked.resolve() == document.resolve():
                continue
            if _describes_roles(linked):
                return True
    return False


def _describes_roles(document: Path) -> bool:
    from rolegraph.documents.reading import read_file
    from rolegraph.documents.text.home import lying

    with suppress(InputError, OSError):
        return not read_file(document, own=lying(document).words).is_empty
    return False
