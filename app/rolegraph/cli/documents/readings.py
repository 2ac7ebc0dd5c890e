"""`rolegraph documents import` of documents as people write them: what it tells."""

from __future__ import annotations

from pathlib import Path

import typer

from rolegraph.documents.account.model import READ_ONLY
from rolegraph.documents.importing.service import ImportResult

_SHOWN = 10


def tell(result: ImportResult, target: Path) -> None:
    """Print what an import found, and what it waits for."""
    reading = result.reading
    statements = sum(len(role.statements) for role in reading.roles)
    typer.echo(
        f"{target}: {_number(len(reading.roles), 'role')}, {_number(statements, 'statement')}, "
        f"{_number(len(reading.assignments), 'assignment')}, "
        f"{_number(len(result.triples), 'triple')}"
    )
    questions = _number(len(reading.questions), "question")
    lost = sum(each.end_line - each.line + 1 for each in reading.not_read)
    left = f"; {_number(lost, 'line')} not read, each with its reason" if lost else ""
    typer.echo(f"{result.curation_target}: {questions} for a person{left}")
    if reading.file.endswith(READ_ONLY):
        typer.echo("The document is read only: `documents render` cannot write it back.")
    if result.waiting:
        count = len(result.waiting)
        typer.echo(f"Not in the graph, since a person has to say something first ({count}):")
        for each in result.waiting[:_SHOWN]:
            typer.echo(f"  {reading.outline.place(each.line)}: {each.text}: {each.reason}")
        if count > _SHOWN:
            typer.echo(f"  and {count - _SHOWN} more")


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"
