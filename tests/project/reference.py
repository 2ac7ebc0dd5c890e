"""Writes what the documents say of the code, from the code.

`docs/reference.md` has every setting, command, address, rule and query. ARCHITECTURE.md has the
rooms. `facts.py` writes docs/facts.md. Run by `make docs`; `test_documentation.py` fails while the files say something else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import typer.main

from rolegraph import resources
from rolegraph.access.identity import AccessRole, Right
from rolegraph.cli.main import application
from rolegraph.main import create_app
from rolegraph.settings import Settings
from rolegraph.sparql.library import load_library

TARGET = Path(__file__).parents[2] / "docs" / "reference.md"
MAP = Path(__file__).parents[2] / "ARCHITECTURE.md"
SH = "http://www.w3.org/ns/shacl#"
RGSH = "https://w3id.org/rolegraph/shapes#"


def render() -> str:
    """Return the text of the reference."""
    parts = [
        "# Reference",
        "",
        "Written by `make docs` from the code; do not edit.",
        *_settings(),
        *_commands(),
        *_addresses(),
        *_rights(),
        *_rules(),
        *_queries(),
    ]
    return "\n".join(parts) + "\n"


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _settings() -> Iterator[str]:
    yield "\n## Settings\n\n| environment variable | default | meaning |\n|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = field.default if field.default_factory is None else "by the XDG base directories"
        default = getattr(default, "value", default)
        yield f"| `ROLEGRAPH_{name.upper()}` | `{_cell(default)}` | {_cell(field.description)} |"


def _commands() -> Iterator[str]:
    yield "\n## Commands\n\nExit codes: 0 fine, 1 findings, 2 could not run.\n"
    yield from _command("rolegraph", typer.main.get_command(application()))


def _command(path: str, command: Any) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children is not None:
        for name, child in children.items():
            yield from _command(f"{path} {name}", child)
        return
    yield f"### `{path}`\n\n{' '.join((command.help or '').split())}\n"
    rows = [
        f"| `{_names(parameter)}` | {_cell(getattr(parameter, 'help', '') or '')} |"
        for parameter in command.params
        if parameter.name != "help"
    ]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield from rows
        yield ""


def _names(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def _addresses() -> Iterator[str]:
    yield "\n## Addresses\n\n| address | methods | what |\n|---|---|---|"
    yield "| `/sparql` | GET, POST, QUERY | SPARQL 1.1 Protocol; alone, the service description |"
    yield "| `/graphs` | GET, PUT, POST, DELETE | SPARQL 1.1 Graph Store HTTP Protocol |"
    with tempfile.TemporaryDirectory() as folder:
        service = create_app(Settings(data_dir=Path(folder)))
        paths: dict[str, Any] = service.api.openapi()["paths"]
        service.state.store.close()
    for path, methods in paths.items():
        summary = next(iter(methods.values())).get("summary", "")
        yield f"| `{path}` | {', '.join(m.upper() for m in methods)} | {_cell(summary)} |"


def _rights() -> Iterator[str]:
    roles = list(AccessRole)
    head = " | ".join(role.label for role in roles)
    yield f"\n## Who may do what\n\n| what | {head} |\n|---|{'---|' * len(roles)}"
    for right in Right:
        may = " | ".join("yes" if role >= right.role else "no" for role in roles)
        yield f"| {_cell(right.meaning)} | {may} |"
    yield (
        "\nReading needs no token unless `ROLEGRAPH_OPEN_READING=false`. Whoever holds the data "
        "directory may do all of it on the command line. A change that is not confirmed is "
        "answered 409 with the words that are missing in `confirm`."
    )


def _rules() -> Iterator[str]:
    yield "\n## Rules\n\n| rule | severity | what it asks |\n|---|---|---|"
    store = ox.Store()
    for path in resources.files("shapes", ".ttl"):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    rows: Any = store.query(
        f"""PREFIX sh: <{SH}> SELECT ?shape ?severity ?description {{
            ?shape sh:description ?description .
            FILTER(isIRI(?shape) && STRSTARTS(STR(?shape), "{RGSH}"))
            OPTIONAL {{ ?shape sh:severity ?severity }}
        }} ORDER BY STR(?shape)"""
    )
    for row in rows:
        severity = row["severity"].value.removeprefix(SH) if row["severity"] else "Violation"
        name = row["shape"].value.removeprefix(RGSH)
        yield f"| `{name}` | {severity} | {_cell(row['description'].value)} |"


def _queries() -> Iterator[str]:
    yield "\n## Queries\n\n| question | name | what it answers | parameters |\n|---|---|---|---|"
    for query in load_library(resources.part("queries")).values():
        parameters = ", ".join(f"`{parameter.name}`" for parameter in query.parameters)
        yield (
            f"| {query.header.question} | `{query.name}` | {_cell(query.header.summary)} "
            f"| {parameters} |"
        )


def render_map() -> str:
    """Return ARCHITECTURE.md with the rooms as they are in the code, top row first."""
    import rooms
    import test_layers

    rows = ["| row | room | what it is for |", "|---|---|---|"]
    top = len(test_layers.LAYERS)
    for level, names in enumerate(reversed(test_layers.LAYERS)):
        for name in names:
            if name in {"__init__", "__main__", "py"}:
                continue
            inner = [f"rolegraph.{name}"]
            inner += [found for found in rooms.packages() if found.startswith(f"{inner[0]}.")]
            for module in inner:
                short = module.removeprefix("rolegraph.").replace(".", "/")
                folder = "/" if module in rooms.packages() else ".py"
                rows.append(
                    f"| {top - level} | `{short}{folder}` | {_cell(rooms.first_line(module))} |"
                )
    before, rest = MAP.read_text(encoding="utf-8").split("<!-- rooms", 1)
    opening, _, rest = rest.partition("-->")
    _, closing, after = rest.partition("<!-- /rooms -->")
    return f"{before}<!-- rooms{opening}-->\n\n" + "\n".join(rows) + f"\n\n{closing}{after}"


if __name__ == "__main__":
    import facts

    facts.TARGET.write_text(facts.render(), encoding="utf-8")
    TARGET.write_text(render(), encoding="utf-8")
    MAP.write_text(render_map(), encoding="utf-8")
