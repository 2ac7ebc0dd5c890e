"""`rolegraph pull` and `rolegraph push`: keep the files of a catalogue and a service one."""

from __future__ import annotations

import gc
import getpass
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from rolegraph.cli.data.adopting import GraphsOfDocuments
from rolegraph.cli.support.folder import settings_here
from rolegraph.errors import Refused
from rolegraph.exchange.compare import Side
from rolegraph.exchange.service import ExchangeService
from rolegraph.exchange.sync import BothChanged, SyncOutcome
from rolegraph.folder.catalogue_folder import DATA, find_folder, find_root, told_left_out
from rolegraph.history.permission import CONFIRM, confirmations
from rolegraph.resources import MANIFEST

FOUND = 1
_SHOWN = 50
"""How many findings are reported."""

Folder = Annotated[
    Path | None,
    typer.Argument(
        help="Folder of the catalogue, or of its data; without it, the nearest catalogue's.",
        show_default=False,
    ),
]
Url = Annotated[str | None, typer.Option(envvar="ROLEGRAPH_URL", help="Address of the service.")]
Token = Annotated[
    str | None, typer.Option(envvar="ROLEGRAPH_TOKEN", help="Token that the service knows.")
]
DataDir = Annotated[
    Path | None,
    typer.Option(help="Folder of the store, in place of an address, where no server runs on it."),
]
Prefer = Annotated[
    Side | None, typer.Option(help="Whose state counts where both sides changed the same thing.")
]
Confirm = Annotated[str | None, typer.Option(help=CONFIRM)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


def pull(
    folder: Folder = None,
    *,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
    prefer: Prefer = None,
    dry_run: DryRun = False,
) -> None:
    """Write what changed in the service into the files it belongs to.

    What was changed of things that are read from a document goes into its curation as well, so
    that the next import keeps it. What only the document can say is told. Documents that were
    brought into the service are written as well, with their curation; those that were taken out
    of it go from the folder, where the service can give them back.

    Exit 0 when done, 1 when both sides changed the same thing (then nothing is written).
    """
    from rolegraph.exchange.sync import pull as run

    gc.disable()  # a third faster: millions of small objects live until the end
    with guarded_service(url, token, data_dir, folder) as service, telling():
        graphs = GraphsOfDocuments(data_folder(folder))
        outcome = run(data_folder(folder), service, prefer=prefer, dry_run=dry_run)
        if not dry_run:
            graphs.keep_changes(outcome.versions)
    _say(outcome, f"The files are as revision {outcome.revision} has them.")


def push(
    folder: Folder = None,
    *,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="What the change log says of it.")
    ] = None,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
    prefer: Prefer = None,
    confirm: Confirm = None,
    dry_run: DryRun = False,
) -> None:
    """Make one guarded commit of what changed in the files.

    Exit 0 when done, 1 when the guard refuses it or both sides changed the same thing (then
    nothing is stored).
    """
    from rolegraph.exchange.sync import push as run

    gc.disable()  # as in pull
    with guarded_service(url, token, data_dir, folder) as service, telling():
        outcome = run(
            data_folder(folder),
            service,
            message=message,
            prefer=prefer,
            dry_run=dry_run,
            confirmed=confirmations(confirm),
        )
        if not dry_run:
            _keep_documents(service, data_folder(folder))
    tell_findings(outcome.findings)
    found = find_folder(data_folder(folder))
    if found is not None and (told := told_left_out(found, DATA)):
        typer.echo(f"note: {told}", err=True)
    _say(outcome, f"The service is at revision {outcome.revision}.")


def data_folder(folder: Path | None) -> Path:
    """Return the folder of the files that are exchanged.

    Args:
        folder: what the user named: the folder of a catalogue, or one with data.
    """
    if folder is None:
        root = find_root(Path.cwd())
        return root / DATA if root else Path(DATA)
    return folder / DATA if (folder / MANIFEST).is_file() else folder


@contextmanager
def guarded_service(
    url: str | None, token: str | None, data_dir: Path | None, folder: Path | None = None
) -> Iterator[ExchangeService]:
    """Give the service of an address, or of a data directory on this machine.

    Args:
        url: the address, if it is one.
        token: for the service at the address.
        data_dir: the data directory; by default that of the catalogue.
        folder: the folder of the catalogue or of its data, if the user named one.
    """
    if url is not None and data_dir is None:
        from rolegraph.exchange.remote import RemoteService

        remote = RemoteService(url, token)
        try:
            yield remote
        finally:
            remote.close()
        return
    from rolegraph.exchange.service import LocalService
    from rolegraph.history.commit import Committer
    from rolegraph.service.opening import open_store
    from rolegraph.shacl.guard.guard import Guard

    settings = settings_here(data_dir, folder if folder and find_root(folder) else None)
    opened = open_store(settings)
    store = opened.store
    try:
        committer = Committer(store, Guard(store), settings.guard, truth=opened.mirror)
        place = str(settings.data_dir.resolve())
        yield LocalService(place, store, committer, getpass.getuser())
    finally:
        opened.close()


@contextmanager
def telling() -> Iterator[None]:
    """Tell of what stands in the way, and exit with 1."""
    try:
        yield
    except Refused as refused:
        typer.echo(str(refused), err=True)
        tell_findings(
            finding if isinstance(finding, Mapping) else finding.to_json()
            for finding in refused.findings
        )
        raise typer.Exit(FOUND) from None
    except BothChanged as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FOUND) from None


def tell_findings(findings: Iterable[Mapping[str, Any]], total: int | None = None) -> None:
    """Write findings to standard error, as many as somebody may want to read.

    Args:
        findings: the first of them at least.
        total: how many there are; None where these are all.
    """
    rest = list(findings)
    for finding in rest[:_SHOWN]:
        place = finding.get("focus") or ""
        typer.echo(
            f"{finding.get('severity')} {finding.get('rule')} <{place}>: {finding.get('message')}",
            err=True,
        )
    total = len(rest) if total is None else total
    if total > _SHOWN:
        typer.echo(f"… and {total - _SHOWN:,} more, of {total:,} findings in all.", err=True)


def _keep_documents(service: ExchangeService, data: Path) -> None:
    """Bring what another service keeps of documents up to the folder."""
    from rolegraph.exchange.documents import keep_current
    from rolegraph.exchange.remote import RemoteService

    if isinstance(service, RemoteService):
        for said in keep_current(service.client, data):
            typer.echo(f"note: {said}", err=True)


def _say(outcome: SyncOutcome, end: str) -> None:
    for note in outcome.notes:
        typer.echo(f"note: {note}", err=True)
    for change in outcome.changes:
        typer.echo(str(change))
    for path in outcome.written:
        typer.echo(f"{os.path.relpath(path)}: as the service keeps it")
    for path in outcome.gone:
        typer.echo(f"{os.path.relpath(path)}: removed, since the service has taken it out")
    typer.echo(
        end if outcome.changes or outcome.written or outcome.gone else f"Nothing to do. {end}"
    )
