"""YAML and JSON records to an outline: each record a section, each field a heading in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

import yaml

from rolegraph.documents.outline import Block, Outline, SetAside
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.readers.records.bounds import marks_in, merged, within_bounds
from rolegraph.documents.readers.records.entities import entity_of
from rolegraph.documents.readers.records.flows import with_steps
from rolegraph.documents.readers.records.identified import identify
from rolegraph.documents.readers.records.joined import join_linked
from rolegraph.documents.readers.records.keys import folded_key
from rolegraph.documents.readers.records.sections import RecordSections
from rolegraph.documents.readers.records.shapes import in_usual_shape, with_owned
from rolegraph.documents.readers.records.tagged import take_language
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

_COMMENT = re.compile(r"^[ \t]*#[^\n]*$|(?<=\s)#[^\n\"']*$", re.MULTILINE)


def read_records(
    source: SourceText, fields: Mapping[str, str] | None = None, language: str | None = None
) -> Outline:
    """Return the outline of a YAML or JSON file with records.

    Args:
        source: the file, with one document or several. JSON is read as the YAML that it nearly is,
            so that places are known.
        fields: name of a field → what it holds (`name`, or a kind such as `responsibility`),
            where its own name does not say so.
        language: which text to take of those that are given once for each language.

    Raises:
        MalformedDocument: it does not parse, or its aliases have no end.
    """
    text = source.text.replace("\t", " ")
    try:
        nodes = [each for each in yaml.compose_all(text, Loader=yaml.SafeLoader) if each]
        aside = marks_in(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"This does not parse: {error.problem or error.context}."
        fault = SyntaxFault(message, source=source.file, line=line, column=column)
        raise MalformedDocument([fault]) from None
    except RecursionError:
        fault = SyntaxFault(
            "This is not read: it is nested too deeply.", source=source.file, line=1
        )
        raise MalformedDocument([fault]) from None
    except yaml.YAMLError as error:
        fault = SyntaxFault(f"This does not parse: {error}", source=source.file, line=1)
        raise MalformedDocument([fault]) from None
    taken_from: set[int] = set()
    for node in nodes:
        within_bounds(node, source.file)
        merged(node, aside, taken_from)
    if not text.lstrip().startswith(("{", "[")):
        aside += comments_in(text)
    return outline_of_nodes(source, nodes, aside, fields, language, taken_from)


def comments_in(text: str) -> list[SetAside]:
    """Return the comments of a text in which `#` begins one."""
    found = _COMMENT.finditer(text)
    return [SetAside(each.start(), each.end(), "a comment") for each in found]


def outline_of_nodes(
    source: SourceText,
    nodes: Iterable[yaml.Node],
    marks: Iterable[SetAside],
    fields: Mapping[str, str] | None,
    language: str | None,
    taken_from: Container[int] = frozenset(),
) -> Outline:
    """Return the outline of records that were parsed.

    Args:
        source: the file.
        nodes: its documents, whose marks are places in it.
        marks: what of it is no value.
        fields: what a person said that fields hold; see `read_records`.
        language: which text to take.
        taken_from: the identities of mappings whose fields others have taken over.
    """
    aside = list(marks)
    first = [folded_key(key) for key, kind in (fields or {}).items() if kind == "name"]
    roots = []
    for node in nodes:
        aside += take_language(node, language)
        with_steps(node, aside)
        in_usual_shape(node, aside)
        joined, of_links = join_linked(node)
        aside += of_links
        roots.append(joined)
    identifiers = identify(roots, first)
    for root in roots:
        with_owned(root, aside)
    entities = [(root, entity_of(root)) for root in roots]
    reader = RecordSections(
        Outline(source, (), plain_text), fields or {}, first, identifiers, taken_from
    )
    blocks: list[Block] = []
    for root, entity in entities:
        blocks += reader.document(root) if entity is None else reader.entity(entity)
    return Outline(
        source,
        tuple(blocks),
        plain_text,
        (*reader.aside, *identifiers.aside, *aside),
        title=reader.title,
        names=frozenset(reader.names),
        personas=frozenset(reader.personas),
        unknown=frozenset(reader.unknown),
    )
