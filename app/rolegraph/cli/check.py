"""`rolegraph check`: every check of a catalogue's files, with findings at file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph import resources
from rolegraph.errors import RolegraphError


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files and folders; without any, the catalogue around the working directory or "
            "the shipped one.",
            show_default=False,
        ),
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail as well.")] = False,
    engine: Annotated[
        str, typer.Option(help="SHACL engine: auto, pyshacl (the reference) or shacl (fast).")
    ] = "auto",
    shapes: Annotated[
        list[Path] | None, typer.Option(help="Shapes to use in place of the shipped ones.")
    ] = None,
    ontology: Annotated[
        list[Path] | None, typer.Option(help="Ontology to use in place of the shipped one.")
    ] = None,
) -> None:
    """Check files of a catalogue: exit 0 without violations, 1 with some, 2 if it cannot run."""
    from rich.console import Console

    from rolegraph.check.run import Options, run
    from rolegraph.check.sources import Selection
    from rolegraph.shacl.engine import ENGINES
    from rolegraph.shacl.formats.text import print_text

    chosen = next((name for name in ENGINES if name == engine), None)
    if chosen is None:
        raise typer.BadParameter(f"{engine!r} is none of {', '.join(ENGINES)}.")
    selection = Selection(tuple(paths or ()), tuple(ontology or ()), tuple(shapes or ()))
    try:
        report = run(selection, Options(chosen, strict), resources.root())
    except RolegraphError as error:
        typer.echo(f"rolegraph check: {error}", err=True)
        raise typer.Exit(2) from None
    print_text(report, Console(highlight=False))
    raise typer.Exit(1 if report.failed else 0)
