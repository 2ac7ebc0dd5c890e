"""`rolegraph store`: what is to be seen to of a remote store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.support.folder import read_settings
from rolegraph.errors import ConfigurationError

if TYPE_CHECKING:
    from rolegraph.store.remote.comparison import StoreComparison
    from rolegraph.store.remote.mirror import Mirror

FOUND = 1
_EXAMPLES = 3

app = typer.Typer(help="Look after a remote store.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after a remote store."""


@app.command()
def check(
    store: Annotated[
        str | None, typer.Option(help="Remote store, as for serve; else as the settings say.")
    ] = None,
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put the store's graphs back to its log.")
    ] = False,
) -> None:
    """Compare a remote store's graphs with its log: what was written past the service?

    The log is read from its beginning, so no data directory is needed or touched, and services
    may run meanwhile. Exit 0 when they agree, 1 when they differ.
    """
    from rolegraph.shacl.wording import counted
    from rolegraph.store.remote import comparison

    with _mirror(store) as mirror:
        found = comparison.compare(mirror)
        _tell(found)
        if found and repair:
            found = comparison.repair(mirror)
            left = sum(len(one.missing) + len(one.extra) for one in found.graphs)
            typer.echo(
                f"{counted(left, 'triple')} cannot be fixed: remove those with blank nodes by hand."
                if found
                else "The store is as its log says now."
            )
    if found:
        raise typer.Exit(FOUND)


@contextmanager
def _mirror(store: str | None) -> Iterator[Mirror]:
    """Give a mirror of the store for a while, made anew from its log."""
    from rolegraph.store.remote.endpoints.addresses import addresses_of
    from rolegraph.store.remote.opening import open_mirror

    with tempfile.TemporaryDirectory(prefix="rolegraph-") as folder:
        given = {"data_dir": Path(folder), "store": store}
        settings = read_settings({name: value for name, value in given.items() if value})
        addresses = addresses_of(settings)
        if addresses is None:
            raise ConfigurationError("No remote store is named; use --store or ROLEGRAPH_STORE_….")
        mirror = open_mirror(settings, addresses, begin=False)
        try:
            yield mirror
        finally:
            mirror.close()
            mirror.store.close()


def _tell(found: StoreComparison) -> None:
    from rolegraph.shacl.wording import counted
    from rolegraph.store.remote.comparison import shown

    triples = sum(one.expected for one in found.graphs)
    respelt = sum(one.respelt for one in found.graphs)
    typer.echo(
        f"Revision {found.revision}: {counted(len(found.graphs), 'graph')}, "
        f"{counted(triples, 'triple')}."
    )
    for one in filter(None, found.graphs):
        typer.echo(f"{shown(one.graph)}: {len(one.extra)} too many, {len(one.missing)} missing")
        for mark, quads in (("+", one.extra), ("-", one.missing)):
            for line in sorted(f"{q.subject} {q.predicate} {q.object}" for q in quads)[:_EXAMPLES]:
                typer.echo(f"  {mark} {line}")
    if respelt:
        typer.echo(f"The engine keeps {counted(respelt, 'value')} in another form.")
    if not found:
        typer.echo("The store is as its log says.")
