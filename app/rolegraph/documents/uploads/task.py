"""Reads a document in a confined process: see `reading.py` and `bringing.py`."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rolegraph import documents
from rolegraph.documents.importing.service import import_document
from rolegraph.documents.language.detection import load_detector
from rolegraph.documents.reading.output import as_data
from rolegraph.documents.text.home import UPLOADED
from rolegraph.documents.uploads.given import GivenAnswer
from rolegraph.documents.uploads.planning import plan
from rolegraph.documents.uploads.shown import shown
from rolegraph.errors import InputError, RolegraphError
from rolegraph.sandbox import task

REUSABLE = False
"""What one document made a library remember must not meet the next one, of somebody else."""
READS_FILES = True
"""Libraries read tables of their own when they meet a script or a font, and a document is a file
for them."""

_OF_SERVICE = f"{documents.__name__}.uploads."
_LATE = ("mammoth", "pdfplumber", "docutils.core", "openpyxl")
"""Libraries that readers load with the first document of a format."""
_LAID = re.compile(rf"[^\s“'\"]*{UPLOADED}[^/\s]*/")
"""Where a document lies on this machine, which no fault of it names."""
_TRIAL = """# Yard

## Crane Driver

The crane driver is responsible for the crane.

### Duties

- Lifts loads
"""


def prepare() -> None:
    """Load all readers, so that no document has to wait for them.

    What the service alone does with uploads is left out, with the store and the guard behind it.
    """
    for module in pkgutil.walk_packages(documents.__path__, f"{documents.__name__}."):
        if not module.name.startswith(_OF_SERVICE):
            importlib.import_module(module.name)
    for library in _LATE:
        importlib.import_module(library)
    load_detector()
    with TemporaryDirectory() as folder:
        trial = Path(folder) / "yard.md"
        trial.write_text(_TRIAL, "utf-8")
        _done(trial, trial.name)


def run(options: task.Options, content: bytes) -> bytes:
    """Return what was read of a document, its graph and its curation file, as JSON.

    Args:
        options: `path`, where the document lies in its catalogue; `name`, what people call it;
            `plan`, where it is to be brought in: answers as `topic`, `texts` and `answer` each, and
            whether the document is a text.
        content: nothing, since the document is a file.

    Raises:
        MalformedDocument: it cannot be read; with each fault and its place.
        InputError: the machine does not let a confined process read files.
    """
    del content
    path, name, asked = Path(options["path"]), options["name"], options.get("plan")
    try:
        return _done(path, name) if asked is None else _planned(path, name, asked)
    except RolegraphError as error:
        if _LAID.search(str(error)) is None:
            raise
        raise InputError(_LAID.sub("", str(error))) from None
    except OSError as error:
        raise InputError(
            "This service cannot read documents: its machine does not let a confined process open "
            f"files ({error.strerror}). Use `rolegraph documents read FILE`."
        ) from None


def _planned(path: Path, name: str, asked: task.Options) -> bytes:
    said = asked["answers"]
    given = [GivenAnswer(one["topic"], tuple(one["texts"]), one["answer"]) for one in said]
    return json.dumps(plan(path, name, given, is_text=asked["is_text"])).encode()


def _done(path: Path, name: str) -> bytes:
    result = import_document(path, shown_as=name)
    waiting = [
        {"line": each.line, "text": each.text, "reason": each.reason} for each in result.waiting
    ]
    found = {
        "data": as_data(result.reading) | {"file": name, "waiting": waiting},
        "shown": shown(result.reading) | {"file": name, "triples": len(result.triples)},
        "turtle": result.turtle,
        "curation": result.curation,
        "names": [result.target.name, result.curation_target.name],
    }
    return json.dumps(found).encode()
