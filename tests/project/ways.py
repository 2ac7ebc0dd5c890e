"""The ways through the code: which files and rooms a request, a query and a bullet pass.

    python tests/project/ways.py [--files]

A long way is hard to follow for a reader. Three are measured, in this process:

* PUT: a JSON body on its way to the commit, up to the store's `apply`.
* SPARQL: a query through the application, up to the worker that answers it.
* bullet: one line of a Markdown document, from the reader to its triples.

Files are those of the package in which a function ran, functions are counted once each. The room
changes where a function is called while the one called before it stands in another outer room
(`store`, `catalogue` …). A way turns back where a function's first call goes to a file, other than
the caller's, that an earlier call left already for another one. The body of a class is no step: it
runs when its module is imported. What the service does beside a PUT is no step of it. The answer of
a worker comes in beside its query, so of a query all is counted.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import io
import itertools
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from types import CodeType, FrameType

from starlette.testclient import TestClient

import rolegraph
from rolegraph.main import create_app
from rolegraph.settings import Settings

ROOT = Path(rolegraph.__file__).parent
SECRET = "x" * 40
_WALKING: ContextVar[bool] = ContextVar("walking", default=False)
"""Whether what runs is done for what is walked, on whichever thread."""
BULLET = "# Roles\n\n## Harbour Pilot\n\n### Responsibilities\n\n- Guides ships into the harbour.\n"


class Way:
    """The calls of the package's functions between two points.

    Args:
        end: file (below the package) and name of the function at which the way ends.
        own: whether only what is done for what is walked counts, and nothing beside it.
    """

    def __init__(self, end: tuple[str, str] | None = None, *, own: bool = False) -> None:
        self._own = own
        self.calls: list[CodeType] = []
        self._callers: list[CodeType | None] = []
        self._end = end
        self._on = False

    @contextlib.contextmanager
    def threads(self) -> Iterator[None]:
        """Have the threads that start in this block say what they call."""
        threading.setprofile(self._note)
        try:
            yield
        finally:
            threading.setprofile(None)  # type: ignore[arg-type]  # takes it, says the manual

    @contextlib.contextmanager
    def walked(self) -> Iterator[None]:
        """Note what is called in this block, here and in those threads."""
        self._on = True
        token = _WALKING.set(True)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            _WALKING.reset(token)
            self._on = False

    def _note(self, frame: FrameType, event: str, _argument: object) -> None:
        if event != "call" or not self._on or (self._own and not _WALKING.get()):
            return
        code = frame.f_code
        if not self._is_step(code):
            return
        self.calls.append(code)
        outer = frame.f_back
        while outer is not None and not self._is_step(outer.f_code):
            outer = outer.f_back
        self._callers.append(outer.f_code if outer is not None else None)
        if (self.file(code), code.co_name) == self._end:
            self._on = False

    @staticmethod
    def _is_step(code: CodeType) -> bool:
        """Tell whether code is a named function of the package."""
        is_function = bool(code.co_flags & inspect.CO_OPTIMIZED)
        inside = code.co_filename.startswith(str(ROOT))
        return inside and is_function and not code.co_name.startswith("<")

    @staticmethod
    def file(code: CodeType) -> str:
        return Path(code.co_filename).relative_to(ROOT).as_posix()

    @property
    def files(self) -> list[str]:
        """The files that were passed, in the order in which they were met."""
        return list(dict.fromkeys(map(self.file, self.calls)))

    @property
    def functions(self) -> int:
        return len(set(self.calls))

    @property
    def changes(self) -> int:
        rooms = [self.file(code).partition("/")[0] for code in self.calls]
        return sum(a != b for a, b in itertools.pairwise(rooms))

    @property
    def turns(self) -> int:
        """How often a call goes back to a file whose first passage had ended."""
        known: set[CodeType] = set()
        seen: set[str] = set()
        turned, last = 0, ""
        for code, caller in zip(self.calls, self._callers, strict=True):
            if code in known:
                continue
            known.add(code)
            file = self.file(code)
            is_callers = caller is not None and self.file(caller) == file
            turned += file != last and file in seen and not is_callers
            seen.add(file)
            last = file
        return turned


def put(folder: Path) -> Way:
    """Walk the way of a JSON PUT to its commit."""
    way = Way(("store/embedded.py", "apply"), own=True)
    app = create_app(Settings(write_token=SECRET, data_dir=folder / "put"))
    with way.threads(), TestClient(app, base_url="http://localhost") as client:
        address = client.get("/api/v1/tools").json()["items"][0]["href"]
        # The first write finds nothing ready; the second walks the usual way.
        for words, walked in (("One thing.", contextlib.nullcontext()), ("Another.", way.walked())):
            thing = client.get(address)
            body = {**thing.json(), "description": words}
            headers = {"If-Match": thing.headers["etag"], "Authorization": f"Bearer {SECRET}"}
            with walked:
                answer = client.put(address, json=body, headers=headers)
            answer.raise_for_status()
    return way


def sparql(folder: Path) -> Way:
    """Walk the way of a query to its worker and back."""
    way = Way()
    app = create_app(Settings(data_dir=folder / "sparql"))
    with way.threads(), TestClient(app, base_url="http://localhost") as client:
        while not client.get("/sparql", params={"query": "ASK {}"}).is_success:
            time.sleep(0.1)
        with way.walked():
            answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1"})
        answer.raise_for_status()
    return way


def bullet(folder: Path) -> Way:
    """Walk the way of a bullet to its triples."""
    from rolegraph.cli.main import application

    way = Way()
    document = folder / "roles.md"
    document.write_text(BULLET, encoding="utf-8")
    command = ["documents", "read", str(document), "--format", "json"]
    with way.walked(), contextlib.redirect_stdout(io.StringIO()):
        application("documents")(command, standalone_mode=False)
    return way


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Have nothing that the service says of itself reach the terminal."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


def main() -> None:
    """Print the table, and with `--files` the files of each way."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", action="store_true", help="name the files of each way")
    listed = options.parse_args().files
    print("way      files  functions  changes of room  turns back")  # noqa: T201
    for walk in (put, sparql, bullet):
        with tempfile.TemporaryDirectory() as folder, silent():
            way = walk(Path(folder))
        figures = (len(way.files), way.functions, way.changes, way.turns)
        print("{:8} {:5} {:10} {:16} {:11}".format(walk.__name__, *figures))  # noqa: T201
        if listed:
            print(*(f"  {file}" for file in way.files), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
