"""`rolegraph.toml`: what a catalogue says of itself, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from rolegraph.errors import ConfigurationError
from rolegraph.folder.own_words import KEYS, Words
from rolegraph.folder.toml_places import line_of, position_of
from rolegraph.resources import MANIFEST

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class RuleProfile(StrEnum):
    """How strict the core rules are."""

    DRAFT = "draft"
    COMPLETE = "complete"


class RuleSeverity(StrEnum):
    """What becomes of the findings of one rule."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    VIOLATION = "violation"


def _iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise ValueError("write a whole address that begins with http:// or https://")
    return text


def _base(text: str) -> str:
    if not _iri(text).endswith("/") or "#" in text or "?" in text:
        raise ValueError("end it with a slash, as in https://harbour.example/id/")
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError('write a language tag such as "en", "de" or "pt-BR"')
    return text


def _relative(text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text:
        raise ValueError("write a path below the folder of the catalogue, with / between folders")
    return path.as_posix()


Iri = Annotated[str, AfterValidator(_iri)]
Language = Annotated[str, AfterValidator(_language)]
Relative = Annotated[str, AfterValidator(_relative)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Table):
    """The table `[catalogue]`.

    Attributes:
        title: its name, for pages and answers.
        description: what it is about, in a sentence or two.
        base: what the IRIs of its resources begin with; ends in a slash.
        language: the tag of its texts, unless a document has its own.
        languages: all tags that its texts may have; the one of `language` unless given.
        creator, publisher: who made it, who publishes it.
        license: the licence by its IRI.
    """

    title: str = Field(min_length=1)
    description: str = ""
    base: Annotated[str, AfterValidator(_base)]
    language: Language = "en"
    languages: tuple[Language, ...] = ()
    creator: str = ""
    publisher: str = ""
    license: Iri | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """The language tags that texts may have, the main one first."""
        return tuple(dict.fromkeys((self.language, *self.languages)))


class DocumentEntry(_Table):
    """One line of `[documents]`: how a source document is read.

    Attributes:
        reader: the reader, where the name of the file does not tell.
        sheet: the sheet of a workbook.
        language: the tag of its texts, where it is not the catalogue's.
        curation: the curation file, where it does not lie beside the graph.
        creator, license: of the document, where they are not the catalogue's.
        keep_people: whether names of people stay in the text of the document that the graph keeps.
    """

    reader: str | None = None
    sheet: str | None = None
    language: Language | None = None
    curation: Relative | None = None
    creator: str | None = None
    license: Iri | None = None
    keep_people: bool = False


class RuleSettings(_Table):
    """The table `[rules]`: the profile, and severities by the names of rules."""

    profile: RuleProfile = RuleProfile.COMPLETE
    severities: Mapping[str, RuleSeverity] = Field(default_factory=dict)


class ProposalSettings(_Table):
    """The table `[proposals]`: who may approve changes that are proposed.

    Attributes:
        approve: the least role that may.
        approvals: how many people must, before a change is made.
        own: whether people may approve what they proposed themselves.
        approved: what gives a thing the status `approved`: a review, or anyone who writes.
    """

    approve: Literal["editor", "admin"] = "editor"
    approvals: Annotated[int, Field(ge=1, le=10)] = 1
    own: bool = False
    approved: Literal["review", "anyone"] = "review"


class Manifest(_Table):
    """What `rolegraph.toml` says.

    Attributes:
        catalogue: what the catalogue is.
        documents: path of a source document → how it is read.
        questions: name of a question → values of its parameters where nobody gives others, or
            `off`: what it asks for is not missed.
        rules: how strict the rules are.
        proposals: who may approve proposals.
        words: language → the catalogue's own words for headings and labels of its documents.
    """

    catalogue: About
    documents: Mapping[str, DocumentEntry] = Field(default_factory=dict)
    questions: Mapping[str, Mapping[str, str] | Literal["off"]] = Field(default_factory=dict)
    rules: RuleSettings = RuleSettings()
    proposals: ProposalSettings = ProposalSettings()
    words: Words = Field(default_factory=dict)

    @field_validator("documents")
    @classmethod
    def _below_the_folder(cls, value: Mapping[str, DocumentEntry]) -> Mapping[str, DocumentEntry]:
        return {_relative(path): entry for path, entry in value.items()}

    @field_validator("rules", mode="before")
    @classmethod
    def _named_rules(cls, value: object) -> object:
        if isinstance(value, dict):
            severities = {name: reported for name, reported in value.items() if name != "profile"}
            rest = {name: reported for name, reported in value.items() if name == "profile"}
            return {**rest, "severities": severities}
        return value


def read_manifest(path: Path) -> Manifest:
    """Read a `rolegraph.toml`.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or has keys or values that are not known;
            names each, with its line.
    """
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: the file is not UTF-8.") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}.") from None
    return parse_manifest(text, str(path))


@lru_cache(maxsize=4)
def parse_manifest(text: str, name: str = MANIFEST) -> Manifest:
    """Return what the text of a `rolegraph.toml` says; `name` stands in messages.

    The last ones are kept: each document of a catalogue asks for the text around it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line, column = position_of(error)
        place = f"{name}:{line}:{column}" if line else name
        raise ConfigurationError(f"{place}: this is not TOML: {message}.") from None
    try:
        return Manifest.model_validate(said)
    except ValidationError as error:
        faults = sorted(_fault(text, fault) for fault in error.errors())
        raise ConfigurationError(
            "\n".join(
                f"{name}:{line}: {said}" if line else f"{name}: {said}" for line, said in faults
            )
        ) from None


def _fault(text: str, fault: Mapping[str, Any]) -> tuple[int, str]:
    """Return the line of a fault, 0 where it has none, and what is wrong."""
    path = [part for part in fault["loc"] if isinstance(part, str) and part not in _INNER]
    return line_of(text, path) or 0, _wording(path, fault)


def _wording(path: list[str], fault: Mapping[str, Any]) -> str:
    shown = ".".join(path)
    if fault["type"] == "extra_forbidden":
        return f"there is no key {shown!r} here. {_near(path)}"
    if fault["type"] == "missing":
        return f"the key {shown!r} is missing. {_EXAMPLES.get(path[-1], '')}".rstrip()
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "tuple_type":
        message = 'Write a list, as in ["…", "…"]'
    if path[:1] == ["words"] and isinstance(fault["input"], Mapping):  # too much to show
        return f"[{shown}] {message}."
    return f"{shown} = {fault['input']!r}: {message[:1].lower()}{message[1:]}."


_INNER = frozenset({"severities", "[key]"})
"""Steps to a fault that do not stand in the file."""
_EXAMPLES = {
    "catalogue": 'Begin with [catalogue], title = "…" and base = "https://harbour.example/id/".',
    "title": 'Write, for example, title = "Harbour roles".',
    "base": 'Write, for example, base = "https://harbour.example/id/".',
}
_KEYS: dict[str, Iterable[str]] = {
    "": Manifest.model_fields,
    "catalogue": About.model_fields,
    "documents": DocumentEntry.model_fields,
    "words": KEYS,
}


def _near(path: list[str]) -> str:
    known = list(_KEYS.get(path[0] if len(path) > 1 else "", ()))
    close = get_close_matches(path[-1], known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known are {', '.join(known)}."
