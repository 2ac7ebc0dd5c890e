"""Opens the store of a data directory."""

from __future__ import annotations

import structlog

from rolegraph import __version__, resources
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.loading import catalogue_quads

_log = structlog.get_logger(__name__)


def open_store(settings: Settings) -> EmbeddedStore:
    """Open the store of the data directory; fill a new one with the shipped catalogue.

    A replica's is filled by its leader.

    Raises:
        StoreError: the directory is in use or cannot be written.
        SyntaxFault: a shipped file does not parse.
    """
    store = EmbeddedStore(settings.data_dir)
    if store.revision == 0 and not settings.empty and settings.follow is None:
        message = f"The catalogue as shipped with rolegraph {__version__}"
        quads = catalogue_quads(resources.root(), warn=_log.warning)
        store.load(quads, {"author": "rolegraph", "message": message})
    return store
