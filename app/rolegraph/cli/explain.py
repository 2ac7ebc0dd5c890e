"""`rolegraph explain`: why a triple follows from a catalogue, down to file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from rolegraph.errors import ParameterError
from rolegraph.folder.catalogue_folder import find_folder, open_folder, sample

_NO_LIMIT = 10**9


def explain(
    subject: Annotated[
        str | None,
        typer.Argument(
            help="An IRI, a name such as rg:Role, or a thing such as roles/data-analyst."
        ),
    ] = None,
    predicate: Annotated[
        str | None, typer.Argument(help="The same, or `a`. Without it: all that follows.")
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[OBJECT]", help="The same, or a literal such as 'text\"@en'."),
    ] = None,
    *,
    catalogue: Annotated[
        Path | None,
        typer.Option(
            help="The folder of a catalogue; without it, the nearest one, or else the sample.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say why a triple follows; without any, what cannot be true together and why."""
    from rolegraph.inference.current import Inference
    from rolegraph.inference.stated_at import StatedPlaces
    from rolegraph.inference.telling import as_json as told
    from rolegraph.inference.telling import read_term, read_triple, triple_json
    from rolegraph.store.embedded import EmbeddedStore
    from rolegraph.store.files.loading import catalogue_quads

    folder = open_folder(catalogue) if catalogue else find_folder() or sample()
    store = EmbeddedStore()
    store.load(catalogue_quads(folder.root))
    inference = Inference(store, _NO_LIMIT)
    places = StatedPlaces(store, [(file.key, file.path) for file in folder.files()])
    if subject is None:
        _, total, found = inference.contradictions(_NO_LIMIT)
        explained = [told(one, places) for one in found]
        if as_json:
            _print_json({"total": total, "items": explained})
        else:
            _print_contradictions(explained)
        raise typer.Exit(1 if total else 0)
    if predicate is None:
        items = [
            triple_json(t) for t in inference.about(read_term(subject, "subject", folder.base))
        ]
        items.sort(key=lambda one: one["text"])
        if as_json:
            _print_json({"total": len(items), "items": items})
        else:
            for item in items or [{"text": "Nothing follows about it that is not stated."}]:
                typer.echo(item["text"])
        return
    if value is None:
        raise ParameterError("Name the object as well, or the subject alone for all that follows.")
    triple = read_triple(subject, predicate, value, folder.base)
    reason = inference.explain(triple).explanation
    if reason is None:
        typer.echo(f"{triple_json(triple)['text']} is neither stated nor does it follow.")
        raise typer.Exit(1)
    explained_triple: dict[str, Any] = {"triple": triple_json(triple), **told(reason, places)}
    if as_json:
        _print_json(explained_triple)
    else:
        _print(explained_triple)


def _print_json(content: dict[str, Any]) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def _print(told: dict[str, Any]) -> None:
    from rolegraph.inference.telling import lines_of

    for line in lines_of(told):
        typer.echo(line)


def _print_contradictions(explained: list[dict[str, Any]]) -> None:
    if not explained:
        typer.echo("Nothing contradicts anything, by the rules of OWL 2 RL.")
    for number, one in enumerate(explained, 1):
        typer.echo(f"Contradiction {number} of {len(explained)}")
        _print(one)
