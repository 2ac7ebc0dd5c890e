"""Pull and push: files and service are brought together, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rolegraph.errors import ConfirmationNeeded, Conflict
from rolegraph.exchange.base import base_of_log
from rolegraph.exchange.compare import (
    Base,
    FileChange,
    FileComparison,
    Side,
    agreed,
    compare,
    file_changes,
)
from rolegraph.exchange.documents import DocumentsOfService
from rolegraph.exchange.files.agreed_state import (
    SyncState,
    read_state,
    write_bytes,
    write_state,
)
from rolegraph.exchange.files.folder import Folder
from rolegraph.exchange.files.units import FileUnit, View, digest, is_table_head
from rolegraph.exchange.merging import merge
from rolegraph.exchange.patching import push_patch
from rolegraph.exchange.service import DatasetSnapshot, ExchangeService, Pushed
from rolegraph.exchange.views import ServiceView, service_view
from rolegraph.history.permission import Confirmation
from rolegraph.rdf.namespaces import compact, graph_of_file, is_people_graph

_SHOWN = 5
_ATTEMPTS = 4
"""How often a push is made anew because another commit came between."""


_UNSEEN = (
    "Memberships are kept from whoever may not read them, so those in the files were left as they "
    "are; name a token with --token"
)


class BothChanged(Conflict):
    """Files and service changed the same things since they last agreed.

    Args:
        units: which, each with the properties that both changed; none where that is all of it.
        never_pulled: whether nothing says what both sides once agreed on.
    """

    def __init__(
        self, units: Mapping[FileUnit, Sequence[str]], *, never_pulled: bool = False
    ) -> None:
        listed = "".join(
            f"\n  {unit.file}: <{unit.subject}>{_named(units[unit])}" for unit in sorted(units)
        )
        head = "Changed in the files and in the service"
        if never_pulled:
            head = "This folder was never pulled, and these differ from the service"
        super().__init__(
            f"{head}; nothing was written:{listed}\n"
            "Make them the same on both sides, or say with --prefer files or --prefer service "
            "which of them to keep."
            + (" Then run rolegraph pull, and push after it." if never_pulled else "")
        )
        self.units = tuple(sorted(units))


def _named(properties: Sequence[str]) -> str:
    """Return the end of a line that names properties."""
    return ": " + ", ".join(map(compact, properties)) if properties else ""


@dataclass(frozen=True)
class SyncOutcome:
    """What a pull or a push did, or with a dry run would do.

    Attributes:
        revision: the revision of the service.
        changes: what became of the things, file by file; nothing where there was nothing to do.
        notes: what could not be exchanged, for people.
        findings: what the guard remarked on a push.
        written: the files of documents that a pull writes, by their paths.
        versions: the documents of which it writes another version.
        gone: the files of documents that it removes, since the service has taken them out.
    """

    revision: int
    changes: tuple[FileChange, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    written: tuple[Path, ...] = ()
    versions: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()


@dataclass(frozen=True)
class _Both:
    """Files and service at one moment.

    Attributes:
        pulled: whether the folder has a state of an earlier pull or push.
        merged: what both sides changed, with the changes of both.
        documents: the files of documents on which they agreed; None where nothing tells.
    """

    folder: Folder
    snapshot: DatasetSnapshot
    service: ServiceView
    base: Base
    comparison: FileComparison
    pulled: bool
    merged: View
    documents: Mapping[str, str] | None


def pull(
    path: Path, service: ExchangeService, *, prefer: Side | None = None, dry_run: bool = False
) -> SyncOutcome:
    """Write what the service changed into the files it belongs to.

    Documents that were brought into the service are written as well, with their curation.

    Args:
        path: the folder of the files.
        service: where the changes come from.
        prefer: whose state counts where both changed the same thing.
        dry_run: write nothing.

    Raises:
        BothChanged: both sides changed the same thing; nothing was written.
        InputError: the files cannot be read.
        StoreError: a file cannot be written.
    """
    both = _look(path, service, prefer)
    heads = {unit for unit in both.comparison.theirs if is_table_head(unit)}
    files, service_has = both.folder.view, both.service.units
    wanted = {**service_has, **both.merged}
    theirs = {
        unit for unit in both.comparison.theirs - heads if files.get(unit) != wanted.get(unit)
    }
    notes = [
        f"{unit.file}: the service changed what is said of the table; its head is yours to edit"
        for unit in sorted(heads & both.folder.view.keys())
    ]
    agreed_files = both.documents
    kept = DocumentsOfService(path, both.snapshot.quads, agreed_files, service.history, prefer)
    documents = kept.pulled()
    if not dry_run:
        texts = both.folder.written(theirs, wanted)
        both.folder.write(texts)
        for file, content in documents.files.items():
            write_bytes(file, content)
        for file in documents.gone:
            file.unlink(missing_ok=True)
        kept.mark_graphs()
        # Of what was merged the files now have all that the service has.
        seen = {unit: d for unit in both.merged if (d := digest(service_has.get(unit)))}
        base = agreed(both.folder.view_with(texts), service_has, {**both.base, **seen})
        names, same = _names(path, service.name), kept.agreed()
        write_state(path, SyncState(service.name, both.snapshot.revision, base, names, same))
    return SyncOutcome(
        both.snapshot.revision,
        tuple(file_changes(theirs, files, wanted)),
        (*both.service.notes, *notes, *documents.notes, *_together(both.merged)),
        written=tuple(documents.files),
        versions=tuple(documents.versions),
        gone=tuple(documents.gone),
    )


def push(
    path: Path,
    service: ExchangeService,
    *,
    message: str | None = None,
    prefer: Side | None = None,
    dry_run: bool = False,
    confirmed: frozenset[Confirmation] = frozenset(),
) -> SyncOutcome:
    """Make one guarded commit of what changed in the files.

    Args:
        path: the folder of the files.
        service: where the changes go.
        message: what they do; by default what became of which files.
        prefer: whose state counts where both changed the same thing.
        dry_run: have it judged, but not stored.
        confirmed: what is confirmed, where the files have shapes or an ontology.

    Raises:
        BothChanged: both sides changed the same thing; nothing was stored.
        Refused: the guard found violations; nothing was stored.
        InputError: the files cannot be read.
        Conflict: other commits kept coming between.
    """
    for attempt in range(_ATTEMPTS):
        both = _look(path, service, prefer)
        try:
            return _push(path, service, both, message, confirmed, dry_run=dry_run)
        except (BothChanged, ConfirmationNeeded):
            raise
        except Conflict:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError  # pragma: no cover - the loop returns or raises


def _push(
    path: Path,
    service: ExchangeService,
    both: _Both,
    message: str | None,
    confirmed: frozenset[Confirmation],
    *,
    dry_run: bool,
) -> SyncOutcome:
    files, theirs = {**both.folder.view, **both.merged}, both.service.units
    ours = {unit for unit in both.comparison.ours if files.get(unit) != theirs.get(unit)}
    changes = file_changes(ours, theirs, files)
    quads = frozenset(both.snapshot.quads)
    patch = push_patch(both.service, quads, ours, files, both.folder.table)
    pushed = Pushed(both.snapshot.revision)
    if patch:
        said = message or "Push: " + "; ".join(map(str, changes))
        pushed = service.commit(patch, said, pushed.revision, dry_run=dry_run, confirmed=confirmed)
    notes = (*both.service.notes, *_together(both.merged))
    unseen = both.comparison.theirs - files.keys()
    if unseen and not both.pulled:
        notes += (_kept(len(unseen)),)
    seen = both.comparison.theirs - (frozenset() if both.pulled else unseen)
    if behind := sum(files.get(unit) != theirs.get(unit) for unit in seen):
        notes += (_behind(behind),)
    if not dry_run:
        after = {unit: triples for unit, triples in theirs.items() if unit not in ours}
        after |= {unit: files[unit] for unit in ours & files.keys()}
        base = agreed(both.folder.view, after, both.base)
        names = _names(path, service.name)
        write_state(
            path, SyncState(service.name, pushed.revision, base, names, both.documents or {})
        )
    return SyncOutcome(pushed.revision, tuple(changes), notes, pushed.findings)


def _behind(count: int) -> str:
    """Return a note on what changed in the service alone."""
    things = "1 thing" if count == 1 else f"{count} things"
    return f"{things} changed in the service, and not in the files. `rolegraph pull` writes that"


def _together(merged: View) -> tuple[str, ...]:
    """Return a note on what both sides changed, each in other properties."""
    if not merged:
        return ()
    names = ", ".join(f"<{unit.subject}>" for unit in sorted(merged)[:_SHOWN])
    more = f" and {len(merged) - _SHOWN} more" if len(merged) > _SHOWN else ""
    told = "Changed in the files and in the service, each in other properties, and brought together"
    return (f"{told}: {names}{more}",)


def _kept(number: int) -> str:
    return (
        f"Things of the service that are not in these files: {number}. This folder was never "
        "pulled, so they were kept. To delete them: rolegraph pull, delete them in the files, and "
        "push again"
    )


def _look(path: Path, service: ExchangeService, prefer: Side | None) -> _Both:
    """Read both sides and compare them.

    Raises:
        BothChanged: both changed the same thing, and neither side is preferred.
    """
    folder = Folder(path)
    snapshot = service.read()
    view = service_view(snapshot.quads, folder.table)
    state = _agreed_before(path, service, snapshot)
    known = state.base if state else None
    if known is not None:
        base = known
    elif folder.view == view.units:
        base = {}
    else:
        base = base_of_log(folder.view, service, snapshot, folder.table)
    comparison = compare(folder.view, view.units, base)
    if snapshot.hides_people and any(map(_is_of_people, folder.view.keys() | base.keys())):
        comparison = comparison.without(_is_of_people)
        view = replace(view, notes=(*view.notes, _UNSEEN))
    merged = merge(
        comparison, folder.view, view.units, base, prefer, (service, snapshot, folder.table)
    )
    if still := merged.comparison.both:
        against = {unit: merged.against[unit] for unit in still}
        raise BothChanged(against, never_pulled=not base)
    return _Both(
        folder,
        snapshot,
        view,
        base,
        merged.comparison,
        known is not None,
        merged.things,
        state.documents if state else None,
    )


def _is_of_people(unit: FileUnit) -> bool:
    return is_people_graph(graph_of_file(unit.file))


def _agreed_before(
    path: Path, service: ExchangeService, snapshot: DatasetSnapshot
) -> SyncState | None:
    """Return what both sides last agreed on by the state of the folder; None without one."""
    state = read_state(path)
    # A service that went back behind the state was set up anew: the state says nothing of it.
    if state and state.is_of(service.name) and state.revision <= snapshot.revision:
        return state
    return None


def note_filling(path: Path, filled: Callable[[], DatasetSnapshot], names: Sequence[str]) -> None:
    """Note that a new store was filled from the files, so that the first push knows its base.

    A folder that has agreed with a service before keeps what it knows, and nothing is read.

    Args:
        path: the folder of the files.
        filled: reads the store as it was filled.
        names: what the service is called: its address, and its data directory.

    Raises:
        InputError: the files cannot be read.
        StoreError: the state cannot be written.
    """
    if read_state(path) is not None:
        return
    folder, snapshot = Folder(path), filled()
    units = service_view(snapshot.quads, folder.table).units
    # What the files lack was never theirs, so that no push takes it away.
    base = {
        unit: known
        for unit, triples in units.items()
        if unit in folder.view and (known := digest(triples)) is not None
    }
    write_state(path, SyncState(names[0], snapshot.revision, base, tuple(names[1:])))


def _names(path: Path, name: str) -> tuple[str, ...]:
    """Return the further names of a service that the state of a folder has."""
    state = read_state(path)
    if state is None or not state.is_of(name):
        return ()
    return tuple(each for each in (state.service, *state.also) if each != name)
