"""`rolegraph serve`."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.cli.support.folder import located, read_settings, with_catalogue
from rolegraph.errors import ConfigurationError
from rolegraph.folder.catalogue_folder import DATA, CatalogueFolder, told_left_out
from rolegraph.folder.description import Description
from rolegraph.settings import Settings
from rolegraph.settings.modes import GuardMode
from rolegraph.store.engine.free_memory import keep_large_apart, share_heap

if TYPE_CHECKING:
    from rolegraph.access.authenticate import Authenticator


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of the catalogue, with its rolegraph.toml; without it, the nearest one "
            "around the working directory, or else the sample.",
            show_default=False,
        ),
    ] = None,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the store.")] = None,
    store: Annotated[
        str | None,
        typer.Option(help="Remote store: sparql+http://host:port/… or sparql+https://…"),
    ] = None,
    empty: Annotated[
        bool | None,
        typer.Option("--empty", help="Start a new store without data, with ontology and rules."),
    ] = None,
    bare: Annotated[
        bool | None,
        typer.Option("--bare", help="Serve a plain SPARQL store: no catalogue and no rules."),
    ] = None,
    no_union_default_graph: Annotated[
        bool,
        typer.Option("--no-union-default-graph", help="Queries see the default graph alone."),
    ] = False,
    guard: Annotated[GuardMode | None, typer.Option(help="What becomes of faulty writes.")] = None,
    follow: Annotated[
        str | None, typer.Option(help="Address of a service to be a read replica of.")
    ] = None,
) -> None:
    """Serve a catalogue over HTTP.

    Every option has an environment variable: ROLEGRAPH_PORT, ROLEGRAPH_DATA_DIR and so on.
    """
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "data_dir": data_dir,
        "store": store,
        "empty": empty,
        "bare": bare,
        "guard": guard,
        "follow": follow,
        "union_default_graph": False if no_union_default_graph else None,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = read_settings(with_catalogue(chosen, None if bare else located(folder)))
    share_heap()
    keep_large_apart()
    # What is made at the start stays; looking through it for garbage meanwhile only takes time.
    gc.disable()
    listener = _listen(settings.host, settings.port)
    # Imported late, so that other commands start without what serves, and that the process that
    # loads begins before all else is imported. It begins in this thread, since the kernel ends it
    # with the thread that started it (prctl(2), PR_SET_PDEATHSIG).
    from rolegraph.store.workers.processes.ahead import load_ahead

    ahead = load_ahead(settings)
    from rolegraph.service.opening import open_to_serve
    from rolegraph.telemetry import logs

    logs.configure(settings.log_format, settings.log_level)
    with ThreadPoolExecutor(1) as beside:
        # A third of the start reads files, and goes on beside the imports.
        opening = None if settings.follow else beside.submit(open_to_serve, settings, ahead)
        import uvicorn

        from rolegraph.cli.first_copy import copy_first
        from rolegraph.main import create_app
        from rolegraph.server.ending import EndingServer
        from rolegraph.server.limited import Crowd
        from rolegraph.server.limits import ConnectionLimits
        from rolegraph.server.protocols import protocol_of
        from rolegraph.service.replica import FirstCopy, leader_of

        leader = leader_of(settings)
        if leader is not None:
            typer.echo(f"rolegraph at {_address(settings, listener)} is a replica of {leader.url}/")
            copy_first(FirstCopy(leader, settings.data_dir), listener)
        opened = opening.result() if opening else open_to_serve(settings, ahead)
    app = create_app(settings, opened=opened)
    gc.freeze()
    gc.enable()
    # Answering makes no cycles to speak of, and looking for them at the usual pace took a
    # fifteenth of the time.
    gc.set_threshold(50_000, 20, 50)
    where = _where(settings, app)
    # Who reads the address below may ask at once: nothing slow stands between.
    _note_filling(settings, app, _address(settings, listener))
    typer.echo(f"rolegraph serves {_address(settings, listener)} ({where})")
    if leader is None:
        _say_who_may_write(app.state.authenticator, settings.host)
    for line in _what(settings, app):
        typer.echo(line)
    if settings.catalogue and (told := told_left_out(CatalogueFolder(settings.catalogue))):
        typer.echo(told, err=True)
    state = app.state
    limits = ConnectionLimits.of(settings)
    operations, crowd = state.operations, Crowd(limits.connections)
    http = protocol_of(
        app.direct,
        app.kept,
        operations.directly,
        state.proxies,
        state.hosts,
        limits,
        crowd,
        operations.refused,
    )
    config = uvicorn.Config(
        app,
        http=http,
        ws="none",
        timeout_keep_alive=limits.idle_timeout,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # which would believe whoever asks from this machine
    )
    EndingServer(config, operations, app.close_feeds, settings.shutdown_timeout, crowd).run(
        sockets=[listener]
    )


def _note_filling(settings: Settings, app: Any, address: str) -> None:
    """Note beside the files that a new store was filled from them, for the first push.

    Without it a push works as well: it looks for its base in the change log. So a folder that
    cannot be written is no reason not to serve.
    """
    folder, store = settings.catalogue, app.state.store
    if folder is None or settings.empty or app.state.mirror is not None or store.revision != 1:
        return
    from rolegraph.errors import RolegraphError
    from rolegraph.exchange.service import DatasetSnapshot
    from rolegraph.exchange.sync import note_filling

    def filled() -> DatasetSnapshot:
        with store.reading() as revision:
            return DatasetSnapshot(revision, tuple(store.match()))

    url = address.rstrip("/")
    here = url.replace("127.0.0.1", "localhost")
    names = dict.fromkeys((url, here, str(settings.data_dir.resolve())))
    try:
        note_filling(folder / DATA, filled, tuple(names))
    except RolegraphError as error:
        typer.echo(f"What the store was filled from could not be noted: {error}", err=True)


def _where(settings: Settings, app: Any) -> str:
    if app.state.mirror is None:
        return f"data in {settings.data_dir}"
    return f"data in a remote store, mirrored in {settings.data_dir}"


def _what(settings: Settings, app: Any) -> Iterator[str]:
    """Say which catalogue this is."""
    held: Description | None = app.state.description
    if held is None:
        yield "It is a plain SPARQL store: no catalogue and no rules."
    elif held.sample and settings.catalogue is None:
        yield f"No catalogue is around, so this is the sample: {held.title}."
        yield "Make one of your own with: rolegraph init"
    else:
        yield f"The catalogue is {held.title} (rules: {held.profile}, base: {held.base})."


def _say_who_may_write(authenticator: Authenticator, host: str) -> None:
    """Without any token, print one of this process; but never where others can reach it."""
    from rolegraph.access.configure import is_loopback
    from rolegraph.access.identity import AccessRole

    if authenticator.configured:
        return
    if is_loopback(host):
        token = authenticator.issue("one-time", AccessRole.ADMIN)
        typer.echo(f"No tokens are set up; until it ends, this server takes: {token}")
    else:
        typer.echo("No tokens are set up, so writes are refused; see `rolegraph token create`.")


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that the address is known, and taken, before the start.

    Raises:
        ConfigurationError: the address is taken or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise ConfigurationError(
            f"Cannot listen on {host}:{port} ({reason}); choose another with --host or --port."
        ) from None
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    return f"http://{_bracketed(settings.host)}:{listener.getsockname()[1]}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
