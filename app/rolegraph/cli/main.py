"""The `rolegraph` command.

Only the command that is called is imported: each brings its own libraries, and `rolegraph check`
in a pre-commit hook should not wait for those of `rolegraph serve`.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Annotated

import typer

from rolegraph import __version__
from rolegraph.cli.support.quick_command import QuickCommand
from rolegraph.errors import RolegraphError

COULD_NOT_RUN = 2
_SILENT = ("check", "documents", "serve")
"""Commands that log nothing, and need not load what logs: that takes as long as a small run. The
last one sets up a log of its own once it needs one."""
_OF_MANY_OBJECTS = ("init", "documents")
"""Commands that read documents: a large one is a million small objects, few of them in circles."""
_OBJECTS = 100_000
"""So many new ones there may be until Python looks for circles; its own 700 cost a fifth more."""
_COMMANDS = {
    "init": "init",
    "serve": "serve",
    "check": "check",
    "query": "query",
    "explain": "explain",
    "mcp": "mcp",
    "generate": "generate",
    "load": "data.load",
    "dump": "data.dump",
    "release": "data.release",
    "backup": "data.recovery",
    "restore": "data.recovery",
    "verify": "data.recovery",
    "rebuild": "data.recovery",
    "compact": "data.recovery",
    "pull": "data.exchange",
    "push": "data.exchange",
    "log": "data.history",
    "diff": "data.history",
    "revert": "data.history",
}
"""Name of a command → module of this package with the function of that name."""
_GROUPS = {"documents": "documents.commands", "store": "data.store", "token": "token"}
"""Name of a group of commands → module with its `app`."""


def application(only: str | None = None) -> typer.Typer:
    """Return the command line: whole, or with one command or group alone.

    Args:
        only: the command or group; None, or one that there is not, gives all.
    """
    everything = only not in _COMMANDS and only not in _GROUPS
    app = typer.Typer(
        name="rolegraph",
        help="A knowledge graph service for documented roles, personas, workflows and tools.",
        no_args_is_help=True,
        add_completion=everything,
        add_help_option=everything,  # a command has its own
        pretty_exceptions_enable=False,
    )
    app.callback()(options)
    for name, module in _COMMANDS.items():
        if everything or name == only:
            app.command(cls=QuickCommand)(getattr(import_module(f"rolegraph.cli.{module}"), name))
    for name, module in _GROUPS.items():
        if everything or name == only:
            app.add_typer(import_module(f"rolegraph.cli.{module}").app, name=name)
    return app


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"rolegraph {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Take the options of all commands."""


def main() -> None:
    """Run the command line; errors are one line on standard error and exit code 2."""
    first = sys.argv[1] if len(sys.argv) > 1 else None
    if first not in _SILENT:
        _log_to_standard_error()
    if first == "check":
        gc.disable()  # what it makes lives until the end; `--watch` turns it on again
    elif first in _OF_MANY_OBJECTS:
        gc.set_threshold(_OBJECTS)
    try:
        application(first)()
    except RolegraphError as error:
        typer.echo(f"rolegraph: {error}", err=True)
        sys.exit(COULD_NOT_RUN)


def _log_to_standard_error() -> None:
    """Keep the standard output for what a command was asked for."""
    import structlog

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
