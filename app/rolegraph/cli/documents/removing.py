"""`rolegraph documents remove`: a document leaves the folder of its catalogue, or a service."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from rolegraph.cli.documents.options import Message, Propose, Token
from rolegraph.cli.documents.output import COULD_NOT_RUN, FINDINGS, exit_codes

_SHOWN = 20
"""Lines of a kind that are printed."""
_REFUSED = "Nothing was removed. Look at it, and run this with --yes."

Url = Annotated[
    str | None,
    typer.Option(
        envvar="ROLEGRAPH_DOCUMENTS_URL",
        help="Address of a service that the document is taken out of, in place of the folder.",
        show_default=False,
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Do not ask. Without a terminal nothing goes else.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")]
KeepFile = Annotated[
    bool,
    typer.Option(
        "--keep-file", help="Leave the document itself where it is; only the catalogue loses it."
    ),
]


def remove(
    document: Annotated[
        Path,
        typer.Argument(help="The document, by its path; with --url by its path in the service."),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    keep_file: KeepFile = False,
    url: Url = None,
    token: Token = None,
    propose: Propose = False,
    message: Message = None,
) -> None:
    """Take a document out of its catalogue, with its graph and its curation file.

    What would go, what refers to it and what stays is told first. What other documents say as well
    stays; a document that names roles which only this one defines is imported anew. In a terminal
    it asks before anything goes. Ends with 0 when it was taken out or --dry-run was asked for, 1
    when somebody said no or a service refuses it, 2 when there is no such document or a file cannot
    be read or written.
    """
    with exit_codes("read"):
        if url is None:
            if propose or message:
                from rolegraph.errors import InputError

                raise InputError("--propose and --message need --url.")
            raise typer.Exit(_from_folder(document, yes=yes, dry_run=dry_run, keeps=keep_file))
        code = _from_service(
            document.as_posix(),
            url,
            token,
            yes=yes,
            dry_run=dry_run,
            propose=propose,
            message=message,
        )
        raise typer.Exit(code)


def _from_folder(document: Path, *, yes: bool, dry_run: bool, keeps: bool) -> int:
    from rolegraph.cli.documents.importing import Importing
    from rolegraph.documents.drift.graph_there import is_as_imported
    from rolegraph.documents.sync.taking_out import plan_removal
    from rolegraph.documents.text.home import shown_name
    from rolegraph.resources import MANIFEST

    planned = plan_removal(document, keeps_file=keeps)
    again = [each for each in planned.undefined if is_as_imported(each)]
    going = planned.going
    told: dict[str, Any] = {
        "vanishing": [{"kind": each.kind, "label": each.label} for each in going.gone],
        "retired": going.retired,
        "leaning": [{"label": label, "id": by, "in": f} for label, by, f in planned.leaning],
        "staying": [{"name": label, "in": other} for label, other in going.staying],
        "left": going.left,
        "again": [shown_name(each) for each in again],
        "overtaken": [shown_name(each) for each in planned.undefined if each not in again],
    }
    for line in _lines(told):
        typer.echo(line)
    files = ", ".join(
        shown_name(each) for each in planned.files if not each.name.endswith(".ttl.gz")
    )
    typer.echo(f"Files that go: {files or 'none'}; and its line in {MANIFEST}.")
    if planned.graph is not None:
        typer.echo(f"{shown_name(planned.place.graph)} stays, with what people wrote into it.")
    if dry_run:
        typer.echo("Nothing was removed (--dry-run).")
        return 0
    if (code := _agreed(yes=yes)) is not None:
        return code
    with exit_codes("removed"):
        planned.carry_out()
    typer.echo(f"{shown_name(document)} is taken out.")
    importing, code = Importing(fresh=False, language=None), 0
    for each in again:
        place = Path(os.path.relpath(each)) if not document.is_absolute() else each
        typer.echo(f"{shown_name(each)} is imported anew.")
        code = max(code, importing.run(place, None, None))
    return max(code, importing.end())


def _from_service(
    name: str,
    url: str,
    token: str | None,
    *,
    yes: bool,
    dry_run: bool,
    propose: bool,
    message: str | None,
) -> int:
    from rolegraph.cli.data.exchange import tell_findings
    from rolegraph.client import Client
    from rolegraph.errors import NotFound, Refused, RolegraphError

    try:
        with Client(url, token) as client:
            known = client.documents.get(name)
            told = client.documents.remove(known["name"], dry_run=True)
            for line in _lines(told):
                typer.echo(line)
            tell_findings(told["commit"]["findings"])
            if dry_run:
                typer.echo("Nothing was removed (--dry-run).")
                return 0
            if (code := _agreed(yes=yes)) is not None:
                return code
            made = client.documents.remove(
                known["name"],
                etag=None if propose else known.etag,
                message=message,
                propose=propose,
            )
    except Refused as error:
        typer.echo(f"{name}: {error}", err=True)
        tell_findings(
            each if isinstance(each, Mapping) else each.to_json() for each in error.findings
        )
        return FINDINGS
    except (NotFound, RolegraphError) as error:
        typer.echo(f"{name}: {error}", err=True)
        return COULD_NOT_RUN
    address = url.rstrip("/")
    if made["proposal"] is not None:
        typer.echo(f"{made['name']}: proposed, {address}/proposals/{made['proposal']}")
        return 0
    revision = made["commit"]["revision"]
    typer.echo(f"{made['name']}: taken out, revision {revision}, {address}/changes/{revision}")
    typer.echo(f"To bring it back: rolegraph revert {revision} --url {address}")
    return 0


def _agreed(*, yes: bool) -> int | None:
    """Ask whether it may go; return the exit code where it may not."""
    if yes:
        return None
    if not sys.stdin.isatty():
        typer.echo(_REFUSED, err=True)
        return COULD_NOT_RUN
    if typer.confirm("Take it out?", default=False):
        return None
    typer.echo("Nothing was removed.")
    return FINDINGS


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield what taking a document out does, for people; the words are those of the service."""
    counts = Counter(str(each["kind"]) for each in told["vanishing"])
    many = ", ".join(_many(count, kind) for kind, count in sorted(counts.items()))
    retired = f" And {_many(told['retired'], 'retired thing')}." if told["retired"] else ""
    yield f"What would go: {many or 'nothing but the document itself'}.{retired}"
    yield from _part("", told["vanishing"], lambda e: f"{e['label']} ({e['kind']})")
    yield from _part(
        "What refers to it",
        told["leaning"],
        lambda e: f"“{e['label']}”: {e['id']}" + (f" ({e['in']})" if "in" in e else ""),
    )
    yield from _part("What stays", told["staying"], lambda e: f"{e['name']} ({e['in']})")
    if told["left"]:
        yield f"People wrote these beside it, and they stay: {', '.join(told['left'][:_SHOWN])}."
    for key, what in (
        ("again", "imported anew, so that these stay"),
        ("overtaken", "to be imported once more afterwards"),
    ):
        for name in told[key]:
            yield f"{name} names roles that only this document defines. It is {what}."


def _part(
    heading: str, entries: Sequence[Mapping[str, Any]], say: Callable[[Mapping[str, Any]], str]
) -> Iterator[str]:
    if not entries:
        return
    if heading:
        yield f"{heading} ({len(entries)}):"
    yield from (f"  {say(each)}" for each in entries[:_SHOWN])
    if len(entries) > _SHOWN:
        yield f"  and {len(entries) - _SHOWN} more"


def _many(count: int, kind: str) -> str:
    plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    return f"{count} {kind if count == 1 else plural}"
