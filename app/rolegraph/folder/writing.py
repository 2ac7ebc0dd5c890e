"""Writes `rolegraph.toml`: a new one, or one more document into one that is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolegraph.errors import ConfigurationError
from rolegraph.folder.manifest import RuleProfile, parse_manifest
from rolegraph.resources import MANIFEST

_CREATIVE_COMMONS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}
IGNORED_FILES = (".rolegraph/", ".rolegraph-sync.json", ".rolegraph-documents.db")
"""What a folder has that is no part of the catalogue; git leaves it out."""
ATTRIBUTES = (
    "# Places in documents are counted in characters, so git leaves line ends as they are.\n"
    "* -text\n"
)
"""The `.gitattributes` of a new folder: with other line ends, each graph would count as edited."""
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Beginning:
    """What a new `rolegraph.toml` says."""

    title: str
    base: str
    language: str = "en"
    creator: str = ""
    license: str = ""
    documents: tuple[str, ...] = ()
    profile: RuleProfile = RuleProfile.DRAFT


def license_iri(text: str) -> str:
    """Return a licence by its IRI: as it is, or from an SPDX name such as `CC-BY-4.0`.

    Source of the names: https://spdx.org/licenses/.
    """
    if text in _CREATIVE_COMMONS:
        return _CREATIVE_COMMONS[text]
    return f"https://spdx.org/licenses/{text}" if _SPDX.fullmatch(text) else text


def manifest_text(begin: Beginning) -> str:
    """Return the text of a new `rolegraph.toml`, with a comment where there is a choice."""
    lines = [
        "[catalogue]",
        f"title = {_quoted(begin.title)}",
        "# What the IRIs of your roles begin with. Links last only as long as this stays.",
        f"base = {_quoted(begin.base)}",
        "# The tag of texts, unless a document says otherwise.",
        f"language = {_quoted(begin.language)}",
    ]
    if begin.creator:
        lines.append(f"creator = {_quoted(begin.creator)}")
    if begin.license:
        lines.append(f"license = {_quoted(license_iri(begin.license))}")
    lines += [
        "",
        "# The documents that roles are read from: rolegraph documents import FILE.",
        "[documents]",
        *(f"{_quoted(key)} = {{}}" for key in begin.documents),
        "",
        "[rules]",
        "# draft: what is missing is a warning. complete: what is missing is a violation.",
        f'profile = "{begin.profile.value}"',
        "# One rule by its name, as `rolegraph check` shows it: off, info, warning or violation.",
        '# "ToolShape-codeRepository" = "off"',
    ]
    return "\n".join(lines) + "\n"


def manifest_for_reading(
    about: Mapping[str, object],
    documents: Mapping[str, Mapping[str, object]],
    words: Mapping[str, Mapping[str, Sequence[str]]],
) -> str:
    """Return the text of a `rolegraph.toml` that says how documents are read, and nothing else.

    Args:
        about: the table `[catalogue]`; what is None is left out.
        documents: path of a document → how it is read, in their order.
        words: language → the catalogue's own words for headings and labels.
    """
    lines = ["[catalogue]", *_pairs(about), "", "[documents]"]
    lines += [
        f"{_quoted(key)} = {{{', '.join(_pairs(entry))}}}" for key, entry in documents.items()
    ]
    for language, own in words.items():
        lines += ["", f"[words.{language}]", *_pairs(own)]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, object]) -> Iterator[str]:
    """Yield the keys of a table with texts, truth values and lists of texts."""
    for key, value in table.items():
        if value is not None:
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"


def with_document(text: str, key: str) -> str | None:
    """Return the text of a `rolegraph.toml` with one more document; None where it cannot be added.

    Args:
        text: the text as it is; its comments and their order stay.
        key: the path of the document below the folder.
    """
    lines = text.splitlines()
    try:
        place = next(n for n, line in enumerate(lines) if line.strip() == "[documents]") + 1
    except StopIteration:
        lines += ["", "[documents]"]
        place = len(lines)
    end = next(
        (n for n in range(place, len(lines)) if lines[n].lstrip().startswith("[")), len(lines)
    )
    while end > place and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    lines.insert(end, f"{_quoted(key)} = {{}}")
    changed = "\n".join(lines) + "\n"
    try:
        before, after = parse_manifest(text, MANIFEST), parse_manifest(changed, MANIFEST)
    except ConfigurationError:
        return None
    return changed if {*after.documents} == {*before.documents, key} else None


def with_document_renamed(text: str, old: str, new: str) -> str | None:
    """Return the text of a `rolegraph.toml` with another name for a document.

    How it is read stays. None where the old name is not in a line of its own, or the new one is
    there already.

    Args:
        text: the text as it is; its comments and their order stay.
        old: the path of the document below the folder, as it was.
        new: as it is.
    """
    forms = (_quoted(old), f"'{old}'", old)
    line = re.compile(rf"^(\s*)(?:{'|'.join(map(re.escape, forms))})(?=\s*=)", re.MULTILINE)
    changed = line.sub(lambda found: found[1] + _quoted(new), text, count=1)
    try:
        before, after = parse_manifest(text, MANIFEST), parse_manifest(changed, MANIFEST)
    except ConfigurationError:
        return None
    names = {new if each == old else each for each in before.documents}
    is_renamed = old in before.documents and new not in before.documents
    return changed if is_renamed and {*after.documents} == names else None


def _quoted(text: str) -> str:
    """Return a TOML basic string; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def without_document(text: str, key: str) -> str | None:
    """Return the text of a `rolegraph.toml` without a document; None where that cannot be done.

    Args:
        text: the text as it is; its comments and their order stay.
        key: the path of the document below the folder.
    """
    forms = (_quoted(key), f"'{key}'", key)
    line = re.compile(rf"^[ \t]*(?:{'|'.join(map(re.escape, forms))})[ \t]*=.*\n?", re.MULTILINE)
    changed = line.sub("", text, count=1)
    try:
        before, after = parse_manifest(text, MANIFEST), parse_manifest(changed, MANIFEST)
    except ConfigurationError:
        return None
    is_gone = key in before.documents and {*after.documents} == {*before.documents} - {key}
    return changed if is_gone else None
