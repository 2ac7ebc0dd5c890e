"""Arguments and options that commands of `rolegraph documents` have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Document = Annotated[
    Path, typer.Argument(help="The Markdown document, such as data/roles.md.", show_default=False)
]
Place = Annotated[
    Path,
    typer.Argument(
        metavar="[DOCUMENT]",
        help="A document, such as data/roles.md, or the folder of a catalogue for all that it "
        "names; without it, all that the `rolegraph.toml` around names.",
        show_default=False,
    ),
]
Graph = Annotated[
    Path | None,
    typer.Option(
        "--graph",
        envvar="ROLEGRAPH_DOCUMENTS_GRAPH",
        help="The document's graph, a Turtle file. Without it, the document's name with .ttl.",
    ),
]
Curation = Annotated[
    Path | None,
    typer.Option(
        "--curation",
        envvar="ROLEGRAPH_DOCUMENTS_CURATION",
        help="What the document cannot tell, as YAML. "
        "Without it, the .curation.yaml beside the document, if there is one.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        envvar="ROLEGRAPH_DOCUMENTS_OUTPUT",
        help="The file to write; `-` for standard output.",
    ),
]


Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        envvar="ROLEGRAPH_DOCUMENTS_LANGUAGE",
        help="The language of the document, such as `de`; else it is detected and reported.",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        envvar="ROLEGRAPH_DOCUMENTS_URL",
        help="Address of a service that the documents are brought into, in place of the folder. "
        "Open questions are asked here, in a terminal.",
        show_default=False,
    ),
]
Token = Annotated[
    str | None, typer.Option(envvar="ROLEGRAPH_TOKEN", help="Token that the service knows.")
]
Name = Annotated[
    str | None,
    typer.Option(help="With --url: path of the document in the catalogue of the service."),
]
Propose = Annotated[
    bool, typer.Option("--propose", help="With --url: keep it as a proposal for others.")
]
Message = Annotated[
    str | None, typer.Option("--message", "-m", help="With --url: what the change log says of it.")
]
Ask = Annotated[
    bool | None,
    typer.Option(
        "--ask/--no-ask",
        help="With --url: ask the questions of a document here, or leave them open.",
        show_default="in a terminal",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --url: only say what would change.")]
