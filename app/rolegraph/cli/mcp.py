"""`rolegraph mcp`: lets an AI agent use a catalogue, on standard input and output."""

from __future__ import annotations

import asyncio
import getpass
import tempfile
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.access.identity import AccessRole
from rolegraph.cli.support.folder import located, read_settings, with_catalogue
from rolegraph.errors import ConfigurationError, ParameterError, RolegraphError
from rolegraph.settings import Settings

if TYPE_CHECKING:
    from rolegraph.client import AsyncClient

_INSTALL = "pip install 'rolegraph[mcp]'"
_NO_TOKEN_HELPS = "What this process serves may not be changed so."  # noqa: S105 - a text


def mcp(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of the catalogue; without it, the nearest one, or else the sample.",
            show_default=False,
        ),
    ] = None,
    *,
    url: Annotated[
        str | None,
        typer.Option(envvar="ROLEGRAPH_URL", help="Ask the service at this address instead."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="ROLEGRAPH_TOKEN", help="Token of that service; an editor's, to propose."
        ),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Use the store in this folder, where no server runs on it."),
    ] = None,
    commit: Annotated[
        bool,
        typer.Option("--commit", help="Let the agent commit; without it, it can propose only."),
    ] = False,
) -> None:
    """Let an AI agent use a catalogue (Model Context Protocol), on standard input and output.

    The program that the agent runs in starts it. Files of the catalogue are read at the start, and
    never written.
    """
    if find_spec("mcp") is None:
        raise ConfigurationError(f"rolegraph mcp needs the package mcp. Install it by: {_INSTALL}")
    if url is not None and (folder is not None or data_dir is not None):
        raise ParameterError(
            "Name either a service (--url or ROLEGRAPH_URL) or a catalogue on this machine; both "
            "are given."
        )
    if url is not None:
        asyncio.run(_of_service(url, token, commits=commit))
        return
    if commit and data_dir is None:
        raise ParameterError(
            "--commit needs a place where commits stay: --url of a service, or --data-dir. Of a "
            "folder, the agent gets a copy that ends with it."
        )
    asyncio.run(_of_folder(folder, data_dir, commits=commit))


async def _of_service(url: str, token: str | None, *, commits: bool) -> None:
    from rolegraph.client import AsyncClient
    from rolegraph.mcp.stdio import serve_stdio

    hint = "Give the token of an editor to rolegraph mcp, as --token or ROLEGRAPH_TOKEN."
    async with AsyncClient(url, token) as client:

        async def connect() -> AsyncClient:
            return client

        await serve_stdio(connect, commits=commits, token_hint=hint)


async def _of_folder(folder: Path | None, data_dir: Path | None, *, commits: bool) -> None:
    """Answer about a folder. Its service is made while the agent is greeted already."""
    from rolegraph.mcp.stdio import serve_stdio

    async with AsyncExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="rolegraph-mcp-")
        store = data_dir or Path(stack.enter_context(temporary))
        given: dict[str, Any] = {"data_dir": store, "query_workers": 1, "log_level": "warning"}
        settings = read_settings(with_catalogue(given, located(folder)))
        ended = asyncio.Event()
        client: asyncio.Future[AsyncClient] = asyncio.get_running_loop().create_future()
        running = asyncio.create_task(_run(settings, client, ended))
        try:
            await serve_stdio(
                lambda: asyncio.shield(client),
                commits=commits,
                token_hint=_NO_TOKEN_HELPS,
                keeps=data_dir is not None,
            )
        finally:
            ended.set()
            await running
            if client.done() and client.exception() is not None:
                client.result()


async def _run(
    settings: Settings, client: asyncio.Future[AsyncClient], ended: asyncio.Event
) -> None:
    """Run a service in this process until the agent has gone."""
    try:
        service = await asyncio.to_thread(_service, settings)
    except RolegraphError as error:
        client.set_exception(error)
        return
    from rolegraph.mcp.stdio import client_within

    token = service.state.authenticator.issue(getpass.getuser(), AccessRole.EDITOR)
    async with (
        service.api.router.lifespan_context(service.api),
        client_within(service, token) as connected,
    ):
        client.set_result(connected)
        await ended.wait()


def _service(settings: Settings) -> Any:
    from rolegraph.main import create_app
    from rolegraph.telemetry import logs

    logs.configure(settings.log_format, settings.log_level)
    return create_app(settings)
