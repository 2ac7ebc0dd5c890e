"""`rolegraph documents import` of documents as people write them: what it tells."""

from __future__ import annotations

import typer

from rolegraph.documents.service import ImportResult

_SHOWN = 10


def tell(result: ImportResult) -> None:
    """Print what an import found, and what it waits for."""
    reading = result.reading
    statements = sum(len(role.statements) for role in reading.roles)
    typer.echo(
        f"{result.target}: {len(reading.roles)} roles, {statements} statements, "
        f"{len(reading.assignments)} assignments, {len(result.triples)} triples"
    )
    typer.echo(f"{result.curation_target}: {len(reading.questions)} questions for a person")
    if result.waiting:
        count = len(result.waiting)
        typer.echo(f"{count} of the statements are not in the graph:")
        for each in result.waiting[:_SHOWN]:
            typer.echo(f"  line {each.line}: {each.text}: {each.reason}")
        if count > _SHOWN:
            typer.echo(f"  and {count - _SHOWN} more")
