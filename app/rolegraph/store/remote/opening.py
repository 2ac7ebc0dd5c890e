"""Opens a remote store: the first contact, and the mirror."""

from __future__ import annotations

from rolegraph.errors import StoreError, StoreTimeout, StoreUnavailable
from rolegraph.rdf.namespaces import GRAPHS, LOG_GRAPH
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.remote.endpoints.addresses import Addresses, credentials_of
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.mirror import Mirror


def open_mirror(settings: Settings, addresses: Addresses, *, begin: bool = True) -> Mirror:
    """Connect to a remote store and open its mirror in the data directory.

    Where the store is out of reach and a mirror is there, that is opened as it is, to be read.

    Args:
        settings: of the service.
        addresses: the endpoints.
        begin: whether a store that has no log is given one.

    Raises:
        ConfigurationError: the credentials cannot be read.
        StoreError: the store cannot be reached, or store and mirror do not fit together.
    """
    client = StoreClient(
        addresses,
        credentials_of(settings),
        timeout=settings.store_timeout,
        connect_timeout=settings.store_connect_timeout,
        turns=settings.store_turns,
    )
    store = EmbeddedStore(settings.data_dir)
    try:
        mirror = Mirror(store, client, settings.store_poll, settings.store_lease)
        try:
            head = mirror.log.head()
        except (StoreUnavailable, StoreTimeout) as error:
            if begin and mirror.resume(settings.data_dir, error):
                return mirror
            raise
        if head is None and not begin:
            raise StoreError("The remote store has no log: no service has written to it yet.")
        if head is None:
            _check_empty(client)
            mirror.publisher.begin()
            head = mirror.log.head()
        if head is None:
            raise StoreError(
                "The remote store took an update, but shows nothing of it: do query and update "
                "endpoint belong to the same data?"
            )
        mirror.open(settings.data_dir, head.log)
        mirror.publisher.tidy()
    except BaseException:
        client.close()
        store.close()
        raise
    return mirror


def _check_empty(client: StoreClient) -> None:
    """Go on only if nobody else keeps graphs where the catalogue is to be.

    Raises:
        StoreError: there are some.
    """
    rows = client.select(
        "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
        f'FILTER(STRSTARTS(STR(?g), "{GRAPHS}") && ?g != <{LOG_GRAPH}>) }} LIMIT 1'
    )
    if rows:
        raise StoreError(
            f"The remote store has graphs of a catalogue already, such as {rows[0]['g']}, but no "
            "log of their changes. Save them if need be, remove all graphs whose names begin with "
            f"{GRAPHS}, start, and add what you saved with `rolegraph load`."
        )
