"""What `rolegraph documents` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rolegraph.documents.account.model import READ_ONLY
from rolegraph.documents.comparison.drifts import RULES
from rolegraph.documents.graph.importer import Imported
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.errors import InputError
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import Report, RuleHelp

if TYPE_CHECKING:
    from rolegraph.documents.sync.sync import SyncPlan

FINDINGS, COULD_NOT_RUN = 1, 2
AGREE = "The document and its graph say the same."


def summary(imported: Imported) -> str:
    """Return what an import found, in one line."""
    roles = imported.document.roles
    counts = {
        "roles": len(roles),
        "statements": sum(len(role.bullets) for role in roles),
        "citations": sum(len(role.citations) for role in roles),
        "references": len(imported.document.references),
        "triples": len(imported.triples),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def print_findings(findings: Sequence[Finding], *, checked: int) -> None:
    """Print findings with their source lines; `checked` is the number of documents."""
    from rich.console import Console

    from rolegraph.shacl.formats.text import print_text

    if not findings:
        many = f"{checked} documents and their graphs say the same."
        typer.echo(many if checked > 1 else AGREE)
        return
    files = sorted({finding.file for finding in findings if finding.file})
    texts = {name: _text(Path(name)) for name in files}
    rules = {
        finding.rule: RuleHelp(finding.rule, finding.rule_iri, *RULES[finding.rule])
        for finding in findings
    }
    report = Report(tuple(findings), rules=rules, texts=texts, checked=checked)
    print_text(report, Console(highlight=False))


def print_proposal(proposal: SyncPlan) -> None:
    """Print the patch on standard output and all that goes with it on standard error."""
    for change in proposal.changes:
        typer.echo(change.diff(), nl=False)
    if not proposal.drifts:
        typer.echo(AGREE, err=True)
        return
    _list("Drift:", [_told(finding) for finding in proposal.drifts])
    leaning: dict[str, list[str]] = {}
    for item in proposal.dependents:
        place = f"{item.file}:{item.line}" if item.line else item.file
        leaning.setdefault(item.on_label, []).append(f"{place}: “{item.label}” {item.relation}.")
    for label, lines in leaning.items():
        _list(f"To be looked at again, for they depend on “{label}”:", lines)
    _list("To be judged, and written into the curation:", list(proposal.questions))
    if proposal.undone:
        heading = (
            "Changed in the graph alone, and lost with this patch (`rolegraph documents render` "
            "brings it into the document; `--overwrite` takes it back):"
        )
        _list(heading, [_told(finding) for finding in proposal.undone])


def _told(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}: {finding.rule}: {finding.message}"


def _list(heading: str, lines: Sequence[str]) -> None:
    if lines:
        typer.echo(heading, err=True)
    for line in lines:
        typer.echo(f"  {line}", err=True)


def _text(path: Path) -> str:
    """Return the text of a file, to show lines of; empty where it is no text, as of Word."""
    if path.name.lower().endswith(READ_ONLY):
        return ""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def write_file(target: Path, text: str) -> None:
    """Write a text, to standard output for `-`."""
    content = text.encode()
    if str(target) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with exit_codes("written"):
        target.write_bytes(content)


@contextmanager
def exit_codes(action: str) -> Iterator[None]:
    """Turn errors into words on standard error and an exit code."""
    try:
        yield
    except MalformedDocument as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FINDINGS) from None
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(COULD_NOT_RUN) from None
    except BrokenPipeError:
        raise  # who reads the output has enough of it
    except OSError as error:
        typer.echo(f"{error.filename}: cannot be {action}: {error.strerror}.", err=True)
        raise typer.Exit(COULD_NOT_RUN) from None
