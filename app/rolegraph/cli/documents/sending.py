"""`rolegraph documents import --url`: documents are brought into a running service."""

from __future__ import annotations

import re
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from rolegraph.cli.data.exchange import tell_findings
from rolegraph.cli.documents.output import COULD_NOT_RUN, FINDINGS, exit_codes
from rolegraph.client import Client
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.errors import Conflict, InputError, NotFound, Refused, RolegraphError

_SHOWN = 20
"""Lines of a kind that are printed."""
_LANGUAGE = "language-of"
_SAID_OTHERWISE: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"; or send the document with overwrite=true", "; or run this with --overwrite"),
    (
        r"say that it takes its place \(replaces=(.+)\)\. Else",
        lambda found: f"name that one: --replaces {shlex.quote(found[1])}. Else",
    ),
)
"""What helps over HTTP → what does so here."""


_Told = dict[str, Any]
"""What the service says of documents: `documents`, `proposal` and `commit`."""
_Send = Callable[[Sequence[Mapping[str, Any]], _Told | None], _Told]
"""Sends documents with answers: a dry run, or what was seen of one to store that."""


@dataclass(frozen=True)
class SendingOptions:
    """How documents are sent.

    Attributes:
        name: the path of the document in the catalogue; else that in the folder's catalogue, or
            its bare name.
        curation: a curation file, in place of the one that the service keeps.
        replaces: the document of the service whose place it takes.
        language: its language.
        overwrite: whether changes of the catalogue that it takes back are agreed to.
        propose: keep it as a proposal.
        dry_run: only tell what would change.
        ask: whether questions are asked here; None where that depends on a terminal.
        message: what it is for.
    """

    name: str | None = None
    curation: Path | None = None
    replaces: str | None = None
    language: str | None = None
    overwrite: bool = False
    propose: bool = False
    dry_run: bool = False
    ask: bool | None = None
    message: str | None = None


class Sending:
    """Sends documents to a service.

    Args:
        client: the service.
        options: how.
    """

    def __init__(self, client: Client, options: SendingOptions) -> None:
        self._client, self._options = client, options
        self._asks = sys.stdin.isatty() if options.ask is None else options.ask

    def run(self, documents: Sequence[Path]) -> int:
        """Send documents, several as one commit; tell what they brought, and return the exit code.

        Raises:
            StoreError: the service cannot be reached.
        """
        shown = ", ".join(shown_name(each) for each in documents)
        try:
            with exit_codes("read"):
                return self._send(documents)
        except typer.Exit as end:
            return end.exit_code
        except Refused as error:
            typer.echo(f"{shown}: {error}", err=True)
            tell_findings(
                each if isinstance(each, Mapping) else each.to_json() for each in error.findings
            )
            return FINDINGS
        except (Conflict, InputError) as error:
            typer.echo(f"{shown}: {_here(str(error))}", err=True)
            return COULD_NOT_RUN

    def _send(self, documents: Sequence[Path]) -> int:
        options = self._options
        names = [options.name or lying(each).key or each.name for each in documents]
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise InputError(f"Two of these documents would be {twice[0]}. Send them apart.")
        send = self._one(names[0], documents[0]) if len(names) == 1 else self._all(names, documents)
        answers: list[Mapping[str, Any]] = []
        if options.language:
            said = {"topic": _LANGUAGE, "texts": [], "answer": options.language}
            answers += [said | {"document": name} for name in names]
        told = send(answers, None)
        passed = set[tuple[Any, ...]]()
        while self._asks and (given := list(self._answers(_questions(told), passed))):
            answers += given
            told = send(answers, None)
        for each in told["documents"]:
            if len(names) > 1:
                typer.echo(f"{each['name']}:")
            for line in _lines(each):
                typer.echo(f"  {line}" if len(names) > 1 else line)
        self._tell_remarks(told["commit"]["findings"])
        if not (told["commit"]["added"] or told["commit"]["removed"]):
            typer.echo(f"{', '.join(names)}: the service has all of this already.")
            return 0
        if options.dry_run:
            typer.echo("Nothing was stored (--dry-run).")
            return 0
        is_retiring = any(each["retired"] for each in told["documents"])
        if self._asks and is_retiring and not typer.confirm("Go on?", default=False):
            typer.echo("Nothing was stored.")
            return FINDINGS
        self._tell(send(answers, told))
        return 0

    def _one(self, name: str, document: Path) -> _Send:
        """Return what sends a document: to look at it, or to store what was seen."""
        options, content = self._options, document.read_bytes()
        curation, etag = self._curation(document), self._etag(options.replaces or name)

        def send(answers: Sequence[Mapping[str, Any]], seen: _Told | None) -> _Told:
            made = self._client.documents.bring_in(
                name,
                content,
                answers=answers,
                curation=curation,
                etag=etag if seen else None,
                dry_run=seen is None,
                overwrite=options.overwrite,
                message=options.message,
                replaces=options.replaces,
                propose=options.propose and seen is not None,
            )
            return {"documents": [made], "proposal": made["proposal"], "commit": made["commit"]}

        return send

    def _all(self, names: Sequence[str], documents: Sequence[Path]) -> _Send:
        """Return what sends several documents by one commit; see `_one`."""
        options = self._options
        contents = {name: each.read_bytes() for name, each in zip(names, documents, strict=True)}
        for each in documents:
            self._curation(each)

        def send(answers: Sequence[Mapping[str, Any]], seen: _Told | None) -> _Told:
            return self._client.documents.bring_in_together(
                contents,
                answers=answers,
                seal=seen["seal"] if seen else None,
                dry_run=seen is None,
                overwrite=options.overwrite,
                message=options.message,
                propose=options.propose and seen is not None,
            )

        return send

    def _tell_remarks(self, findings: Sequence[Mapping[str, Any]]) -> None:
        """Tell what the rules remark; of what stands in nobody's way the number, once it is stored.

        A first draft lacks much: fifty lines of it hid what the document changes.
        """
        rest = [each for each in findings if each["severity"] != "Violation"]
        if self._options.dry_run:
            tell_findings(findings)
            return
        tell_findings(each for each in findings if each["severity"] == "Violation")
        if rest:
            many = "1 warning or hint" if len(rest) == 1 else f"{len(rest)} warnings and hints"
            typer.echo(f"note: the rules have {many} for it; --dry-run lists them.", err=True)

    def _curation(self, document: Path) -> str | None:
        """Return the text of the curation file that is sent; None where the kept one counts.

        Raises:
            OSError, InputError: it cannot be read.
        """
        chosen, beside = self._options.curation, lying(document).curation
        if chosen is None:
            if beside.exists():
                shown = shown_name(beside)
                typer.echo(f"note: {shown} was not sent; --curation {shown} sends it.", err=True)
            return None
        try:
            return chosen.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise InputError(f"{chosen} is not UTF-8.") from None

    def _etag(self, name: str) -> str | None:
        """Return the state of a document; None where the service has none of that name."""
        try:
            return self._client.documents.get(name).etag
        except NotFound:
            return None

    def _answers(
        self, questions: Sequence[Mapping[str, Any]], passed: set[tuple[Any, ...]]
    ) -> Iterator[Mapping[str, Any]]:
        """Ask what is open, and yield the questions that were answered; others are passed."""
        for each in questions:
            key = (each["document"], each["topic"], *each["texts"])
            if each["answer"] or key in passed:
                continue
            passed.add(key)
            answer = _asked(each)
            if answer:
                yield {**each, "answer": answer}

    def _tell(self, made: _Told) -> None:
        address = self._client.url.rstrip("/")
        name = ", ".join(each["name"] for each in made["documents"])
        if made["proposal"] is not None:
            typer.echo(f"{name}: proposed, {address}/proposals/{made['proposal']}")
            return
        revision = made["commit"]["revision"]
        typer.echo(f"{name}: revision {revision}, {address}/changes/{revision}")
        still = sum(not each["answer"] for each in _questions(made))
        if still:
            many = "1 question is" if still == 1 else f"{still} questions are"
            asks = "it asks" if still == 1 else "they ask"
            typer.echo(f"{many} open, and what {asks} about is left out: {address}/read")


def _questions(told: _Told) -> list[dict[str, Any]]:
    """Return the questions of all documents, each with the name of its document."""
    several = len(told["documents"]) > 1
    return [
        {**one, "document": each["name"], "of": each["name"] if several else ""}
        for each in told["documents"]
        for one in each["questions"]
    ]


def _asked(question: Mapping[str, Any]) -> str:
    """Ask a question until an answer is one of its choices; an empty one leaves it open."""
    choices = list(question["choices"])
    where = [each for each in (question["of"], question["place"]) if each]
    place = f"{', '.join(where)}: " if where else ""
    typer.echo(f"{place}{question['question']}")
    if choices:
        typer.echo("  " + "  ".join(f"{n}) {each}" for n, each in enumerate(choices, start=1)))
    while True:
        said = str(typer.prompt("  Answer (empty: later)", default="", show_default=False)).strip()
        if said.isdecimal() and 1 <= int(said) <= len(choices):
            return str(choices[int(said) - 1])
        if not said or not choices or said in choices:
            return said
        typer.echo(f"  “{said}” is none of {', '.join(map(str, choices))}.")


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a document would change, for people."""
    if told["replaces"]:
        yield f"{told['name']} takes the place of {told['replaces']}."
    new = ", ".join(_many(count, kind) for kind, count in told["added"].items())
    if told["new"] or new:
        yield f"New: {new or 'nothing'}."
    leaning = [f"“{each['label']}”, {each['id']}" for each in told["leaning"]]
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        ("Differences", [each["text"] for each in told["changes"]]),
        ("Retired", [each["label"] for each in told["retired"]]),
        ("Referred to, and retired", leaning),
        ("Changes of the catalogue that are taken back", told["undone"]),
        ("There already", [f"{each['name']} ({each['in']})" for each in told["shared"]]),
        ("To be brought in once more afterwards", told["overtaken"]),
    )
    for heading, lines in parts:
        if lines:
            yield f"{heading} ({len(lines)}):"
            yield from (f"  {line}" for line in lines[:_SHOWN])
            if len(lines) > _SHOWN:
                yield f"  and {len(lines) - _SHOWN} more"
    if likely := _likely(told):
        yield (
            f"If this is {likely} under another name or in another format, its statements would be "
            f"there twice. Say so: --replaces {shlex.quote(likely)}"
        )
    if told["not_kept"]:
        yield f"The service does not keep the file, since {told['not_kept']}."


def _likely(told: Mapping[str, Any]) -> str:
    """Return the document that has half of the roles of a new one; empty where none has."""
    if not told["new"] or told["replaces"]:
        return ""
    shared = Counter(str(each["in"]) for each in told["shared"])
    name, count = max(shared.items(), key=lambda each: each[1], default=("", 0))
    roles = shared.total() + int(told["added"].get("role", 0))
    return name if count * 2 >= roles else ""


def _many(count: int, kind: str) -> str:
    plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    return f"{count} {kind if count == 1 else plural}"


def _here(text: str) -> str:
    for pattern, said in _SAID_OTHERWISE:
        text = re.sub(pattern, said, text)
    return text


def send_documents(
    documents: Sequence[Path], url: str, token: str | None, options: SendingOptions
) -> int:
    """Send documents to a service; return the exit code.

    Raises:
        StoreError: it cannot be reached.
    """
    with Client(url, token) as client:
        sending = Sending(client, options)
        try:
            return sending.run(documents) if documents else 0
        except RolegraphError as error:
            typer.echo(f"rolegraph: {_here(str(error))}", err=True)
            return COULD_NOT_RUN
