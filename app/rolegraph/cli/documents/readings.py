"""`rolegraph documents import` of documents as people write them: what it tells."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import typer

from rolegraph.documents.account.model import READ_ONLY
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.described import Described
from rolegraph.documents.importing.service import ImportResult
from rolegraph.documents.text.home import shown_name
from rolegraph.rdf.terms import Triple

_SHOWN = 10


def tell(result: ImportResult, target: Path) -> None:
    """Print what an import found, and what it waits for."""
    reading = result.reading
    typer.echo(f"{target}: {_contents(result)}, {_number(len(result.triples), 'triple')}")
    questions = _number(len(reading.questions), "question")
    lost = sum(each.end_line - each.line + 1 for each in reading.not_read)
    left = f"; {_number(lost, 'line')} not read, each with its reason" if lost else ""
    typer.echo(f"{result.curation_target}: {questions} for a person{left}")
    if reading.file.endswith(READ_ONLY):
        typer.echo("The document is read only: `documents render` cannot write it back.")
    if result.tag_of_others:
        typer.echo(
            f"The document is in “{reading.language}”. Its texts are kept as “{result.tag}”, since "
            "the catalogue has no other language. Add it to `languages` in rolegraph.toml, or name "
            "its language there, and import again."
        )
    for name, there in result.joined:
        typer.echo(f"“{name}” is the role “{there}” of another document.")
    if result.waiting:
        count = len(result.waiting)
        shown = reading.file
        typer.echo(f"Read in {shown}, and not in the graph ({count}):")
        for each in result.waiting[:_SHOWN]:
            place = reading.outline.place_of(each.passage)
            typer.echo(f"  {shown}, {place}: {each.text}: {each.reason}")
        if count > _SHOWN:
            typer.echo(f"  and {count - _SHOWN} more")


def tell_retired(document: Path, before: Iterable[Triple], after: Iterable[Triple]) -> None:
    """Print what an import retires, and how what has only other words keeps its IRI.

    Args:
        document: what was imported.
        before: its graph as it was.
        after: its graph as it is written.
    """
    was, now = Described(before), Described(after)
    kinds = ("rg:Role", *(class_name for _, class_name, _ in KINDS.values()))
    there = was.present(*kinds)
    retired = [iri for iri in there if now.is_retired(iri)]
    if not retired:
        return
    shown = shown_name(document)
    typer.echo(f"Retired, since {shown} does not say it any more ({len(retired)}):")
    for iri in retired[:_SHOWN]:
        typer.echo(f"  {was.label(iri)}")
    if len(retired) > _SHOWN:
        typer.echo(f"  and {len(retired) - _SHOWN} more")
    if {*now.present(*kinds)} - {*there}:
        typer.echo(
            "Where one of them only has other words now, take the written files back and run "
            f"`rolegraph documents sync {shlex.quote(shown)} --write`, which keeps its IRI."
        )


def _contents(result: ImportResult) -> str:
    """Return what the graph holds, as the pages count it: nested statements, and each letter."""
    graph = Described(result.triples)
    statements = graph.present(*(class_name for _, class_name, _ in KINDS.values()))
    nested = sum(bool(graph.links(each, "rg:isPartOfStatement")) for each in statements)
    within = f" ({nested} of them nested)" if nested else ""
    personas, tools = graph.present("rg:Persona"), graph.present("rg:Tool")
    workflows, steps = graph.present("rg:Workflow"), graph.present("rg:WorkflowStep")
    flows = f"{_number(len(workflows), 'workflow')} with {_number(len(steps), 'step')}, "
    return (
        f"{_number(len(graph.present('rg:Role')), 'role')}, "
        f"{_number(len(statements), 'statement')}{within}, "
        + (f"{_number(len(personas), 'persona')}, " if personas else "")
        + (f"{_number(len(tools), 'tool')}, " if tools else "")
        + (flows if workflows else "")
        + _number(len(graph.present("rg:Assignment")), "assignment")
    )


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"
