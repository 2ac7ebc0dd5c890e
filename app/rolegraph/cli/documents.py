"""`rolegraph documents`: from Markdown documents to graphs and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rolegraph.documents import Imported, MalformedDocument, import_document

app = typer.Typer(
    name="documents",
    help="Read role documents into the catalogue and keep both in step.",
    no_args_is_help=True,
)


@app.callback()
def documents() -> None:
    """Read role documents into the catalogue and keep both in step."""


@app.command("import")
def import_(
    document: Annotated[Path, typer.Argument(help="The Markdown document, such as data/roles.md.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            envvar="ROLEGRAPH_DOCUMENTS_OUTPUT",
            help="The Turtle file to write; `-` for standard output. "
            "Without it, the document's name with .ttl.",
        ),
    ] = None,
    curation: Annotated[
        Path | None,
        typer.Option(
            "--curation",
            envvar="ROLEGRAPH_DOCUMENTS_CURATION",
            help="What the document cannot tell, as YAML. "
            "Without it, the .curation.yaml beside the document, if there is one.",
        ),
    ] = None,
) -> None:
    """Read a role document and write it as Turtle.

    Ends with 0 when the file was written, 1 when the document or its curation is malformed (every
    fault is told with line and column, and nothing is written), 2 when a file cannot be read or
    written.
    """
    try:
        imported = import_document(document, curation)
    except MalformedDocument as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        _could_not(error, "read")
    target = output or document.with_suffix(".ttl")
    content = imported.turtle().encode()
    if str(target) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        target.write_bytes(content)
    except OSError as error:
        _could_not(error, "written")
    typer.echo(f"{target}: {_summary(imported)}")


def _could_not(error: OSError, action: str) -> NoReturn:
    typer.echo(f"{error.filename}: cannot be {action}: {error.strerror}.", err=True)
    raise typer.Exit(2) from None


def _summary(imported: Imported) -> str:
    roles = imported.document.roles
    counts = {
        "roles": len(roles),
        "statements": sum(len(role.bullets) for role in roles),
        "citations": sum(len(role.citations) for role in roles),
        "references": len(imported.document.references),
        "triples": len(imported.triples),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())
