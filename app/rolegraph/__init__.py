"""A knowledge graph service for documented roles, personas, workflows and tools.

`check` is the Python API of `rolegraph check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rolegraph.shacl.report import Report

__all__ = ["__version__", "check"]

__version__ = "0.1.0"

File = str | PathLike[str]
Paths = File | Iterable[File]
"""A file or folder, or several."""
Names = str | Iterable[str]
"""The name of a check or rule, or several."""


def check(
    paths: Paths = (),
    *,
    shapes: Paths = (),
    ontology: Paths = (),
    contexts: Mapping[str, File] | None = None,
    profile: Literal["auto", "catalogue", "own", "shacl"] = "auto",
    only: Names = (),
    skip: Names = (),
    severity: Literal["violation", "warning", "info", "debug", "trace"] = "trace",
    engine: Literal["auto", "shacl", "pyshacl"] = "auto",
    strict: bool = False,
    baseline: Paths = (),
    since: str | None = None,
) -> Report:
    """Check files as `rolegraph check` does, without a command line.

    Args:
        paths: files and folders; none means the catalogue around the working directory.
        shapes: files or folders of shapes in place of those that would be found.
        ontology: files or folders of an ontology in place of those that would be found.
        contexts: address of a JSON-LD context and the local file that holds it. Nothing is ever
            fetched from the web.
        profile: which checks belong to the run: `shacl` is syntax and SHACL alone; `auto` is
            `catalogue` under the rules of a catalogue of roles, and `own` under one's own.
        only: names of checks or rules to report; none means all.
        skip: names of checks or rules to leave out.
        severity: the least severity to report.
        engine: the SHACL engine; `auto` takes the fast one where it gives the same findings.
        strict: whether warnings count as failures.
        baseline: files of accepted findings, which are not reported.
        since: a git revision; only what changed since then is reported.

    Returns:
        The report. Each of its `findings` has `severity`, `rule`, `message`, `focus`, `path`,
        `value`, `file`, `line` and `column`. `conforms` is what SHACL means by it. `exit_code` is
        that of the command: 0, 1 with findings, 2 if not all could be judged.

    Raises:
        InputError: there is nothing to check, or a path, a revision, a baseline, a profile, an
            engine, a severity or a name in `only` or `skip` does not exist.
        ConfigurationError: the shapes cannot be compiled, or `rolegraph.toml` is wrong.
    """
    from rolegraph import resources
    from rolegraph.checking.files.sources import FileSelection
    from rolegraph.checking.options import Options
    from rolegraph.checking.session import Request, perform

    selection = FileSelection(
        _paths(paths),
        _paths(ontology),
        _paths(shapes),
        tuple((address, Path(file)) for address, file in (contexts or {}).items()),
    )
    options = Options(
        engine, strict, _several(only), _several(skip), severity.capitalize(), profile
    )
    request = Request(selection, options, _paths(baseline), since=since)
    return perform(request, resources.root()).report


def _paths(given: Paths) -> tuple[Path, ...]:
    """Return paths; a single one is not read letter by letter."""
    return (Path(given),) if isinstance(given, str | PathLike) else tuple(map(Path, given))


def _several(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
