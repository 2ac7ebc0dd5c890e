"""Which store the settings name: the embedded one, or the mirror of a remote one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from rolegraph.errors import ConfigurationError, StoreError
from rolegraph.folder.catalogue_folder import CatalogueFolder, sample
from rolegraph.folder.description import description_of
from rolegraph.rdf.patch import Patch
from rolegraph.settings import Settings
from rolegraph.store.deploying import first_quads, headers_of, newer_rules
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.mirrored import mirrored_log
from rolegraph.store.journal.entry_format import SERVICE
from rolegraph.store.remote.endpoints.addresses import addresses_of
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.opening import open_mirror
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.processes.ahead import LoadingAhead
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.memory_plan import ONE_COPY, budget_of, plan_for
from rolegraph.store.workers.processes.on_disk import OnDisk

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OpenStore:
    """An open store.

    Attributes:
        store: what is read; also what is written to, unless it is a mirror.
        mirror: where it is written to and how it is kept, if it is one.
        on_disk: what its query workers read until replicas are filled, if it was begun.
        early: these replicas, if it was begun to fill them.
    """

    store: EmbeddedStore
    mirror: Mirror | None = None
    on_disk: OnDisk | None = None
    early: EarlyFilling | None = None

    def close(self) -> None:
        """Release files, locks and connections."""
        if self.mirror is not None:
            self.mirror.close()
        self.store.close()


def open_store(settings: Settings, *, deploy: bool = False) -> OpenStore:
    """Open the store that the settings name; fill a new one with the catalogue.

    A replica's is filled by its leader.

    Args:
        settings: of the service.
        deploy: whether ontology and rules of a store that is not new are brought up to the files.

    Raises:
        StoreError: the data directory is in use, cannot be written or belongs to another store or
            catalogue; or the remote store cannot be used.
        SyntaxFault: a file of the catalogue does not parse.
        ConfigurationError: the settings of the remote store do not fit together, or the
            `rolegraph.toml` of the catalogue cannot be used.
    """
    addresses = addresses_of(settings)
    if addresses is not None and settings.follow is not None:
        raise ConfigurationError(
            "A service either follows a leader or writes to a remote store; leave out --follow or "
            "--store."
        )
    if addresses is None:
        refuse_mirror(settings.data_dir)
        store = EmbeddedStore(settings.data_dir)
        opened = OpenStore(store)
    else:
        mirror = open_mirror(settings, addresses)
        opened = OpenStore(mirror.store, mirror)
    try:
        if settings.follow is None and not settings.plain:
            folder = CatalogueFolder(settings.catalogue) if settings.catalogue else sample()
            if opened.store.revision == 0:
                _fill(opened, folder, data=not settings.empty)
            elif deploy:
                _deploy(opened, folder, named=settings.catalogue is not None)
    except BaseException:
        opened.close()
        raise
    return opened


def open_to_serve(settings: Settings, ahead: LoadingAhead | None = None) -> OpenStore:
    """Open the store of a service, and begin to open what its query workers read.

    Most of this waits for the disk or sums files, so that a start can load modules beside it. Where
    there is much, replicas in memory are filled from here on, at low priority: that takes longer
    than all else of a start. With less, a first reader is left alone.

    Args:
        settings: of the service.
        ahead: a process that loads the journal for these replicas already; ended where it is of
            no use.

    Raises:
        StoreError, SyntaxFault, ConfigurationError: as `open_store` does.
    """
    try:
        opened = open_store(settings, deploy=True)
    except BaseException:
        if ahead is not None:
            ahead.end()
        raise
    plan = plan_for(opened.store, budget_of(settings), union=settings.union, slow_places=1)
    limits, union = Limits.of(settings), settings.union
    fills = plan.disk and plan.memory and opened.store.journal.size >= ONE_COPY
    early = EarlyFilling(opened.store, limits, union=union, ahead=ahead) if fills else None
    if ahead is not None and early is None:
        ahead.end()
    if not plan.disk:
        return opened
    on_disk = OnDisk(opened.store, limits, union=union)
    on_disk.begin()
    return replace(opened, on_disk=on_disk, early=early)


def refuse_mirror(folder: Path) -> None:
    """Go on only if a data directory holds a catalogue of its own, or nothing.

    Raises:
        StoreError: it mirrors a remote store, so that a commit made here alone would be lost.
    """
    if mirrored_log(folder) is not None:
        raise StoreError(
            f"The data directory {folder} mirrors a remote store. Name the store with --store or "
            "ROLEGRAPH_STORE (and the other settings that it was served with), or choose another "
            "directory with --data-dir."
        )


def _fill(opened: OpenStore, folder: CatalogueFolder, *, data: bool) -> None:
    """Make a catalogue revision 1; another service on the store may do so first."""
    headers = headers_of(folder, data=data)
    quads = first_quads(folder, data=data, warn=_log.warning)
    if opened.mirror is None:
        opened.store.load(quads, headers)
        return
    with opened.mirror.newest():
        if opened.store.revision == 0:
            opened.mirror.apply(Patch(added=frozenset(quads)), headers)


def _deploy(opened: OpenStore, folder: CatalogueFolder, *, named: bool) -> None:
    """Commit what has changed in the files of ontology and rules since they were deployed.

    Args:
        opened: the store.
        folder: the catalogue.
        named: whether somebody asked for this catalogue; the sample gives way to any other.
    """
    held = description_of(opened.store)
    if not named and held is not None and held.base != folder.base:
        return
    headers = {"author": SERVICE, "message": "Ontology and rules as the files have them"}
    if opened.mirror is None:
        patch = newer_rules(opened.store, folder, _log.warning)
        if patch:
            opened.store.apply(patch, headers)
        return
    with opened.mirror.newest():
        patch = newer_rules(opened.store, folder, _log.warning)
        if patch:
            opened.mirror.apply(patch, headers)
