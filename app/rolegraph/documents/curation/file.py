"""Reads a curation file: YAML to `Curation`, with the place of every entry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from rolegraph.documents.curation.model import Curation
from rolegraph.documents.curation.yaml_keys import repeated_faults
from rolegraph.documents.curation.yaml_places import Key, Place, fault_at, message_of, places_of
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import lying
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault


@dataclass(frozen=True)
class CurationFile:
    """A curation and where it stands.

    Attributes:
        curation: the content.
        file: name in the graph, such as `data/roles.curation.yaml`.
        shown_as: name in faults.
        text: the file's text.
        sha256: hash of the file's bytes.
        places: line and column (from 1) of every entry, by its keys and positions (from 0).
    """

    curation: Curation
    file: str
    shown_as: str
    text: str
    sha256: str
    places: dict[Key, Place]

    def fault(self, message: str, *key: str | int) -> SyntaxFault:
        """Return a fault at the place of an entry, or of the nearest entry around it."""
        return fault_at(message, self.shown_as, self.places, key)


def read_curation(path: Path, shown_as: str | None = None) -> CurationFile:
    """Read a curation file; see `parse_curation`.

    Raises:
        OSError: the file cannot be read.
    """
    return parse_curation(path.read_bytes(), lying(path).name, shown_as or str(path))


def parse_curation(content: bytes, file: str, shown_as: str) -> CurationFile:
    """Read a curation.

    Args:
        content: the bytes of the file.
        file: its name in the graph, such as `data/roles.curation.yaml`.
        shown_as: its name in faults.

    Raises:
        MalformedDocument: it is no YAML, or has entries that are unknown, missing or of the
            wrong form; each with its place.
    """
    source = SourceText(shown_as, content)
    places: dict[Key, Place] = {}
    try:
        loader = yaml.SafeLoader(source.body)
        root = loader.get_single_node()
        data = {} if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"This is no YAML: {error.problem or error.context}."
        fault = SyntaxFault(message, source=shown_as, line=line, column=column)
        raise MalformedDocument([fault]) from None
    except (yaml.YAMLError, ValueError) as error:
        fault = SyntaxFault(f"This is no YAML: {error}", source=shown_as, line=1)
        raise MalformedDocument([fault]) from None
    repeated = repeated_faults(root, shown_as) if root else []
    if repeated:
        raise MalformedDocument(repeated)
    if root:
        places = places_of(root)
    try:
        curation = Curation.model_validate(data)
    except ValidationError as error:
        raise MalformedDocument(
            fault_at(message_of(dict(detail)), shown_as, places, tuple(detail["loc"]))
            for detail in error.errors(include_url=False, include_context=False)
        ) from None
    return CurationFile(
        curation=curation,
        file=file,
        shown_as=shown_as,
        text=source.text,
        sha256=source.sha256,
        places=places,
    )
