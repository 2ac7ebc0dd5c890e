"""`rolegraph check`: every check of a catalogue's files, with findings at file and line."""

from __future__ import annotations

import gc
import os
import sys
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph import resources
from rolegraph.errors import ParameterError, RolegraphError
from rolegraph.shacl.formats import FORMATS

if TYPE_CHECKING:
    from rolegraph.checking.session import CheckOutcome, Request

_CANNOT_RUN = 2
_CHECKS = (
    "Checks: syntax, sssom, reading, shapes, values, terms, links, consistency, shacl, documents, "
    "queries; rules are named in brackets in each finding."
)


class Engine(StrEnum):
    """SHACL engines."""

    AUTO = "auto"
    PYSHACL = "pyshacl"
    SHACL = "shacl"


class Severity(StrEnum):
    """Severities."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"
    TRACE = "trace"


class CheckProfile(StrEnum):
    """Sets of checks."""

    AUTO = "auto"
    CATALOGUE = "catalogue"
    OWN = "own"
    SHACL = "shacl"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files and folders, - for the standard input; without any, the catalogue around the "
        "working directory.",
        show_default=False,
    ),
]


def check(
    paths: Paths = None,
    *,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT[=FILE]",
            help=f"{', '.join([*FORMATS][:-1])} or {[*FORMATS][-1]}; to a file if one is named. "
            "May be given several times.",
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Show each finding in the text; else a warning or hint that many things share is "
            "shown once. All other formats have each.",
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail as well.")] = False,
    severity: Annotated[
        Severity, typer.Option(help="Report nothing below this severity.")
    ] = Severity.TRACE,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=f"Report only this check or rule; repeatable. {_CHECKS}"),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Leave out this check or rule, as for --only; repeatable."
        ),
    ] = None,
    profile: Annotated[
        CheckProfile,
        typer.Option(
            help="Which checks: catalogue runs all, own leaves out values, links, "
            "terms and documents, shacl judges by the shapes alone and groups nothing; auto takes "
            "own for your own shapes."
        ),
    ] = CheckProfile.AUTO,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="File or folder of shapes, in place of the shipped ones; repeatable.",
        ),
    ] = None,
    ontology: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="File or folder of the ontology, in place of the shipped one; repeatable.",
        ),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL=FILE", help="File that stands for a JSON-LD context; repeatable."
        ),
    ] = None,
    baseline: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="File of accepted findings, which are not reported; repeatable."
        ),
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Accept all findings: write the baseline.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--diff",
            metavar="REV",
            help="Report what changed since a git revision: a commit, branch or tag.",
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Show tried fixes as a diff.")] = False,
    write: Annotated[bool, typer.Option("--write", help="With --fix: write them.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again when a file changes.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="SHACL engine: pyshacl is the reference, shacl the fast one.")
    ] = Engine.AUTO,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Say what a check, a rule or a shape (by its name or IRI) asks for.",
        ),
    ] = None,
) -> None:
    """Check files: exit 0 without violations, 1 with some, 2 if it could not check all."""
    from rolegraph.checking.files.sources import FileSelection
    from rolegraph.checking.options import Options
    from rolegraph.checking.session import Request

    targets: list[tuple[str, Path | None]] = []
    try:
        targets = [_target(text) for text in formats or ["text"]]
        if write and not fix:
            raise ParameterError("--write writes what --fix finds. Give both: --fix --write.")
        request = Request(
            FileSelection(
                tuple(paths or ()),
                tuple(ontology or ()),
                tuple(shapes or ()),
                tuple(map(_context, context or ())),
            ),
            Options(
                engine.value,
                strict,
                tuple(only or ()),
                tuple(skip or ()),
                severity.value.capitalize(),
                profile.value,
            ),
            tuple(baseline or ()),
            update_baseline,
            since,
            fix,
            write,
            every,
        )
        if update_baseline and len(request.baselines) != 1:
            raise ParameterError("--update-baseline needs one --baseline FILE.")
        if explain:
            code = _explain(request, explain)
        elif watch:
            code = _watch(request, targets)
        else:
            code = _once(request, targets)
    except RolegraphError as error:
        typer.echo(f"rolegraph check: {error}", err=True)
        _show_failure(str(error), [] if explain else targets)
        raise typer.Exit(_CANNOT_RUN) from None
    raise typer.Exit(code)


def _show_failure(message: str, targets: list[tuple[str, Path | None]]) -> None:
    """Tell in each format why the check could not run: no old file may stay as if it were new."""
    from rolegraph.shacl.formats import failed

    for name, file in targets:
        try:
            if file is not None:
                _write(file, failed(name, message))
            elif name != "text":  # people have read it already
                typer.echo(failed(name, message), nl=False)
        except ParameterError as error:
            typer.echo(f"rolegraph check: {error}", err=True)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise ParameterError(f"{file}: {error.strerror}.") from None


def _target(text: str) -> tuple[str, Path | None]:
    """Return format and file of `FORMAT[=FILE]`."""
    name, _, file = text.partition("=")
    if name not in FORMATS:
        close = get_close_matches(name, FORMATS, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(FORMATS)}."
        raise ParameterError(f"There is no format {name!r}{hint}")
    return name, Path(file) if file else None


def _context(text: str) -> tuple[str, Path]:
    """Return address and file of `URL=FILE`."""
    address, _, file = text.rpartition("=")
    if not address or not file:
        raise ParameterError(f"--context takes URL=FILE, not {text!r}.")
    if not Path(file).is_file():
        raise ParameterError(f"--context {text}: {file} is no file.")
    return address, Path(file)


def _code(outcome: CheckOutcome) -> int:
    """Return the exit code: what could not be judged outweighs what was found."""
    return outcome.report.exit_code


def _once(request: Request, targets: list[tuple[str, Path | None]]) -> int:
    from rolegraph.checking.session import perform

    outcome = perform(request, resources.root())
    _show(outcome, targets)
    return _code(outcome)


def _watch(request: Request, targets: list[tuple[str, Path | None]]) -> int:
    from rich.console import Console

    from rolegraph.checking.session import watch

    gc.enable()
    code = 0
    try:
        for outcome in watch(request, resources.root()):
            Console().clear()
            _show(outcome, targets)
            code = _code(outcome)
    except KeyboardInterrupt:
        typer.echo()
    return code


def _show(outcome: CheckOutcome, targets: list[tuple[str, Path | None]]) -> None:
    """Write a report in each format to its file, or to the standard output."""
    from rolegraph.shacl.formats import render

    for name, file in targets:
        if file is not None:
            _write(file, render(outcome.report, name))
        elif name == "text" and _in_colours():
            from rich.console import Console

            from rolegraph.shacl.formats.text import print_text

            print_text(outcome.report, Console(highlight=False))
        else:
            typer.echo(render(outcome.report, name), nl=False)
    if outcome.diff:  # what programs read from the standard output stays what they expect
        programs = any(file is None and name != "text" for name, file in targets)
        typer.echo(outcome.diff, nl=False, err=programs)


def _in_colours() -> bool:
    """Tell whether the standard output shows colours: loading rich takes as long as a small run."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _explain(request: Request, name: str) -> int:
    from rolegraph.checking.explain import explain

    typer.echo(explain(request.selection, resources.root(), name))
    return 0
