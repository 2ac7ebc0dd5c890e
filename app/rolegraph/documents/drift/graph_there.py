"""The graph that a document has, or would get: whether it is of this version, or of another one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.builder import term
from rolegraph.documents.text.home import Lying, lying
from rolegraph.errors import ConfigurationError
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.rdf.terms import Literal, Triple


def is_as_imported(document: Path) -> bool:
    """Tell whether a document still is the version that its graph was made from."""
    place = lying(document)
    if not (document.is_file() and place.graph.is_file()):
        return False
    described = read_graph(place.graph, str(place.graph)).described
    version = described.version()
    known = described.text(version, "rg:sha256") if version else None
    return known == hashlib.sha256(document.read_bytes()).hexdigest()


def refuse_shared(place: Lying, previous: Sequence[Triple]) -> None:
    """Refuse a document that would take the graph of another one, as `roles.csv` of `roles.md`.

    Args:
        place: the document.
        previous: its graph as it is.

    Raises:
        ConfigurationError: the graph is that of a document which is there as well, or of none.
    """
    source = term("rg:sourceFile")
    stated = {
        t.object.value for t in previous if t.predicate == source and isinstance(t.object, Literal)
    }
    if place.folder is None or place.name in stated:
        return
    _refuse_alike(place)
    if previous and not stated:
        raise ConfigurationError(
            f"{place.graph} was written by people, and would be the graph of {place.name}. Give "
            "one of the two another name."
        )
    other = next((each for each in sorted(stated) if (place.folder.root / each).is_file()), None)
    if other is not None:
        raise ConfigurationError(
            f"{place.graph} is the graph of {other}, and would be that of {place.name} as well. "
            "Give one of the two documents another name."
        )


def _refuse_alike(place: Lying) -> None:
    """Refuse a document whose name differs from that of another one in the case of letters."""
    keys = [key for key, _ in place.folder.documents()] if place.folder else []
    own = graph_key(place.name)
    stem = PurePosixPath(place.name).stem.lower()
    near = (k for k in keys if k != place.name and PurePosixPath(k).stem.lower() == stem)
    there = (k for k in near if graph_key(k) != own and graph_key(k).lower() == own.lower())
    alike = next(there, "")
    if alike:
        raise ConfigurationError(
            f"{place.name} and {alike} differ in the case of letters alone, which many disks do "
            "not tell apart. Give one of the two documents another name."
        )
