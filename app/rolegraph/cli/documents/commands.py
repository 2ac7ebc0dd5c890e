"""`rolegraph documents`: from Markdown documents to graphs and back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.documents.options import (
    Ask,
    Curation,
    Document,
    DryRun,
    Graph,
    Language,
    Message,
    Name,
    Output,
    Place,
    Propose,
    Token,
    Url,
)
from rolegraph.cli.documents.output import (
    COULD_NOT_RUN,
    FINDINGS,
    exit_codes,
    print_findings,
    write_file,
)
from rolegraph.cli.documents.removing import remove
from rolegraph.documents.drift.inputs import graph_path, read_graph
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.errors import InputError

app = typer.Typer(
    name="documents",
    help="Read role documents into the catalogue and keep both in step.",
    no_args_is_help=True,
)


@app.callback()
def documents() -> None:
    """Read role documents into the catalogue and keep both in step."""


class ReadFormat(StrEnum):
    """What `documents read` writes."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command()
def read(
    document: Annotated[
        Path,
        typer.Argument(
            help="Any document of roles: Markdown, a table, an office file, YAML, JSON or a page.",
            show_default=False,
        ),
    ],
    *,
    output_format: Annotated[
        ReadFormat,
        typer.Option(
            "--format",
            envvar="ROLEGRAPH_DOCUMENTS_FORMAT",
            help="Text for people, JSON for programs, or Markdown for a comment.",
        ),
    ] = ReadFormat.TEXT,
    language: Language = None,
) -> None:
    """Show what would be read in a document, what not and why, and what a person has to say.

    Nothing is written. The answers in the document's curation file count, where there is one: what
    was answered is not asked again. Ends with 0 when something was read, 1 when nothing was, 2 when
    a file could not be opened or its format is not read here.
    """
    from rolegraph.cli.documents.importing import only_document
    from rolegraph.documents.importing.answers import answers_in
    from rolegraph.documents.reading import read_file
    from rolegraph.documents.reading.output import as_json, as_markdown, as_text

    try:
        with exit_codes("read"):
            document = only_document(document)
            place = lying(document)
            answers = answers_in(place.curation)
            reading = read_file(
                document,
                language=language or answers.document.language or place.entry.language,
                answers=answers.by_topic(),
                shown_as=shown_name(document),
                sheet=answers.document.sheet or place.entry.sheet,
                fields=answers.document.fields or None,
                own=place.words,
            )
    except typer.Exit:
        raise typer.Exit(COULD_NOT_RUN) from None
    write = {ReadFormat.TEXT: as_text, ReadFormat.JSON: as_json, ReadFormat.MARKDOWN: as_markdown}
    if answers.by_topic():
        typer.echo(f"Read with the answers in {shown_name(place.curation)}.", err=True)
    typer.echo(write[output_format](reading), nl=False)
    raise typer.Exit(FINDINGS if reading.is_empty else 0)


@app.command("import")
def import_(
    documents: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DOCUMENT]...",
            help="The documents, or the folder of a catalogue for all that it names; without any, "
            "all that the `rolegraph.toml` around names.",
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    curation: Curation = None,
    *,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            envvar="ROLEGRAPH_DOCUMENTS_FRESH",
            help="Forget what the present graph knows of earlier versions and retired things, "
            "and what was edited in it.",
        ),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            envvar="ROLEGRAPH_DOCUMENTS_OVERWRITE",
            help="Take back what was edited by hand in the graph and cannot be kept in the "
            "curation; else the import tells each line and writes nothing.",
        ),
    ] = False,
    language: Language = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow",
            envvar="ROLEGRAPH_DOCUMENTS_FOLLOW",
            help="Also read the files of the folder that the lists and tables of a document link "
            "to, such as a README with one file for each role. Nothing is taken from the web.",
        ),
    ] = False,
    replaces: Annotated[
        list[Path] | None,
        typer.Option(
            "--replaces",
            envvar="ROLEGRAPH_DOCUMENTS_REPLACES",
            help="The document in whose place the one that is imported comes, under another name "
            "or in another format. It is not there any more; its graph and curation get the new "
            "name, so that IRIs, history and what people wrote stay. Where several documents "
            "became one, name each.",
            show_default=False,
        ),
    ] = None,
    url: Url = None,
    token: Token = None,
    name: Name = None,
    propose: Propose = False,
    message: Message = None,
    ask: Ask = None,
    dry_run: DryRun = False,
) -> None:
    """Read documents of roles and write the graph of each as Turtle, and its curation file.

    The curation file holds all that was read, with questions for a person; answer them there and
    import again: what was answered is not asked again. What the graph that is there knows of
    earlier versions is kept; what it has and the document has no more is retired. What somebody
    edited by hand in the graph goes into the curation, where that can say it. Ends with 0 when
    the files were written, 2 when a file cannot be read or written. Ends with 1, and writes nothing
    for a document, when it or its curation is malformed, no role was found in it, or edits by hand
    would be lost. With --url nothing is written here: the documents become one commit of a service,
    or one proposal, with the answers that the service keeps or that --curation brings.
    """
    from rolegraph.cli.documents.following import follow_indexes
    from rolegraph.cli.documents.importing import Importing, documents_of
    from rolegraph.cli.documents.replacing import Replacing
    from rolegraph.cli.documents.sending import SendingOptions, send_documents

    with exit_codes("read"):
        paths = [each for place in documents or [Path()] for each in documents_of(place)]
        if (len(paths) > 1 or follow) and (output or curation):
            raise InputError("--output and --curation are for one document; name one.")
        if url is not None:
            if output or fresh or follow:
                raise InputError("--output, --fresh and --follow are for a folder, without --url.")
            if len(paths) > 1 and (name or replaces):
                raise InputError("--name and --replaces are for one document; name one.")
            options = SendingOptions(
                name=name,
                curation=curation,
                replaces=_only(replaces),
                language=language,
                overwrite=overwrite,
                propose=propose,
                dry_run=dry_run,
                ask=ask,
                message=message,
            )
            raise typer.Exit(send_documents(paths, url, token, options))
        if propose or dry_run or name or message or ask is not None:
            raise InputError("--propose, --dry-run, --name, --message and --ask need --url.")
        if replaces and (len(paths) > 1 or follow or output or curation):
            raise InputError("--replaces is for one document, without other files named; name one.")
        replacing = Replacing(paths[0], replaces) if replaces else None
        if replacing:
            replacing.begin()
    importing = Importing(fresh=fresh, language=language, overwrite=overwrite)
    if follow:
        code = follow_indexes(importing, paths)
    else:
        code = max((importing.run(each, output, curation) for each in paths), default=0)
    if replacing and code:
        replacing.undo()
    raise typer.Exit(max(code, importing.end()))


app.command()(remove)


def _only(replaces: Sequence[Path] | None) -> str | None:
    """Return the one document of a service that is replaced.

    Raises:
        InputError: there are several.
    """
    if replaces and len(replaces) > 1:
        raise InputError("A service replaces one document by another; name one with --replaces.")
    return replaces[0].as_posix() if replaces else None


@app.command()
def check(place: Place = Path(), graph: Graph = None, curation: Curation = None) -> None:
    """Tell where a document and its graph do not say the same, each at its line.

    Ends with 0 when they agree, 1 when there is drift, 2 when a file cannot be read.
    """
    from rolegraph.cli.documents.importing import documents_of
    from rolegraph.documents.drift import drift
    from rolegraph.documents.importing import service
    from rolegraph.documents.importing.reading_sync import drift_of

    findings = []
    with exit_codes("read"):
        documents = documents_of(place)
        _one_alone(documents, graph, curation)
        for document in documents:
            strict = service.is_strict(document, curation) or not lying(document).curation.exists()
            findings += (drift.check if strict else drift_of)(document, graph, curation)
    print_findings(findings, checked=len(documents))
    raise typer.Exit(FINDINGS if findings else 0)


@app.command()
def sync(
    place: Place = Path(),
    graph: Graph = None,
    curation: Curation = None,
    *,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            envvar="ROLEGRAPH_DOCUMENTS_WRITE",
            help="Change the files; else the patch is only shown.",
        ),
    ] = False,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            envvar="ROLEGRAPH_DOCUMENTS_OVERWRITE",
            help="With --write: also take back what was changed in the graph alone.",
        ),
    ] = False,
) -> None:
    """Bring the graph, and the curation, up to the document.

    Shows the patch as a unified diff on standard output, and on standard error what depends on
    things that are gone or changed, and what a person has to judge. Things keep their IRIs; what
    is gone is retired. Ends with 0 when nothing is to do or it was done, 1 when there is something
    to do, 2 when a file cannot be read or written.
    """
    from rolegraph.cli.documents.importing import documents_of
    from rolegraph.cli.documents.syncing import Syncing

    with exit_codes("read"):
        documents = documents_of(place)
        _one_alone(documents, graph, curation)
    if code := Syncing(documents, graph, curation, overwrite=overwrite).run(write=write):
        raise typer.Exit(code)


def _one_alone(documents: Sequence[Path], graph: Path | None, curation: Path | None) -> None:
    """Refuse to take one graph or curation for several documents."""
    if len(documents) > 1 and (graph or curation):
        raise InputError("--graph and --curation are for one document; name one.")


@app.command()
def render(
    document: Document,
    graph: Graph = None,
    output: Output = None,
    *,
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            envvar="ROLEGRAPH_DOCUMENTS_WRITE",
            help="Write the document itself; else the text goes to standard output.",
        ),
    ] = False,
    version: Annotated[
        str | None,
        typer.Option(
            "--version",
            envvar="ROLEGRAPH_DOCUMENTS_VERSION",
            help="The text of a version as it was, such as roles-614fbcafdd5d.",
        ),
    ] = None,
) -> None:
    """Write the Markdown back from the graph.

    The document itself is read only for names of people, where the graph leaves them out.

    Ends with 0 when all of the graph went into the text, 1 when some of it does not fit the form of
    a document, and 2 when a file cannot be read or written. What does not fit is reported, and the
    text is written all the same.
    """
    from rolegraph.cli.documents.importing import only_document
    from rolegraph.documents.comparison.telling import tell
    from rolegraph.documents.graph.described import is_from_reading
    from rolegraph.documents.importing.people import COVER
    from rolegraph.documents.importing.reading_drift import write_back
    from rolegraph.documents.render.render import render as write_document
    from rolegraph.documents.render.render import version_text

    with exit_codes("read"):
        document = only_document(document)
        source = graph or graph_path(document)
        name = shown_name(source)
        described = read_graph(source, name).described
        triples = described.triples
        if version is None and is_from_reading(described):
            text = write_back(triples, name, document)
            write_file(output or (document if write else Path("-")), text)
            return
        rendered = None if version else write_document(triples, name)
        text = rendered.text if rendered else version_text(triples, version or "")
        if version and write and output is None and COVER in text:
            raise InputError(
                f"{name}: names of people are covered in the text of that version, so {document} "
                "was not written. Choose another file with --output."
            )
    write_file(output or (document if write else Path("-")), text)
    for drift in rendered.left if rendered else ():
        typer.echo(f"{name}: not in the text: {tell(drift)}", err=True)
    raise typer.Exit(FINDINGS if rendered and rendered.left else 0)
