"""The activities that people have described, by their names: what a matrix is about."""

from __future__ import annotations

from pathlib import Path

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.language.names import name_key
from rolegraph.errors import InputError

ACTIVITIES = "data/activities.ttl"
"""Where people write the activities of a catalogue."""


def described_activities(path: Path) -> dict[str, str]:
    """Return the key of each name → the IRI of its activity; nothing where there is no such file.

    A label goes before another name of another activity.
    """
    try:
        described = read_graph(path, str(path)).described
    except (InputError, OSError):
        return {}
    found: dict[str, str] = {}
    for name in ("skos:altLabel", "skos:prefLabel"):
        for iri in reversed(described.present("rg:Activity")):
            found |= {name_key(text): iri for text in described.texts(iri, name)}
    return found
