"""Changes core modules in small ways, and sees whether the tests of their rooms notice.

`make mutation` runs it. A mutant is noticed if a test fails, or does not end. One that passes is
listed, unless `docs/mutation.md` says why it changes nothing. The tests run in a copy of the
checkout, so that the servers that they start have the mutant as well. A process that has imported
what the package stands on is forked for each run. Exit code 1 where fewer are noticed than wanted.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutants import Mutant, mutants
from mutated_rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("app/rolegraph")
REASONS = ROOT / "docs/mutation.md"
WARM = ("pytest", "hypothesis", "httpx", "pyoxigraph", "rdflib", "pyshacl", "shacl", "fastapi")
WARM += ("uvicorn", "structlog", "prometheus_client", "pydantic_settings", "yaml", "jwt", "typer")
PASSED, NO_TESTS = 0, 5
LIVES, NOTICED, TOO_LONG = "not noticed", "noticed", "noticed (did not end)"


@dataclass(frozen=True)
class Room:
    """A module, its tests and the mutants that were drawn."""

    module: Path
    tests: tuple[str, ...]
    drawn: list[Mutant]


def found(pattern: str) -> Path:
    """Return the one module that a pattern names, from the root.

    Raises:
        SystemExit: there is none, or more than one.
    """
    there = [module.relative_to(ROOT) for module in (ROOT / PACKAGE).glob(f"**/{pattern}")]
    if len(there) != 1:
        raise SystemExit(
            f"{pattern} in tests/mutation/mutated_rooms.py names {len(there)} modules."
        )
    return there[0]


def rooms(seed: int, number: int, only: str) -> list[Room]:
    """Return what is to be run: so many mutants of each module, drawn by the seed."""
    drawn = []
    for pattern, tests in ROOMS.items():
        module = found(pattern)
        if only not in str(module):
            continue
        known = mutants((ROOT / module).read_text())
        chance = random.Random(f"{seed} {module.name}")
        chosen = sorted(chance.sample(range(len(known)), min(number, len(known))))
        drawn.append(Room(module, tests, [known[place] for place in chosen]))
    return drawn


class Copy:
    """A copy of the checkout, in which one module at a time is mutated."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._log = folder, folder / "mutation.log"
        names = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        for name in filter(None, names.stdout.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder / "app")], check=True)
        # What is compiled of a mutant must not be taken for the next one of the same second.
        os.environ |= {"PYTHONPATH": str(folder / "app"), "PYTHONDONTWRITEBYTECODE": "1"}
        sys.dont_write_bytecode = True

    def tested(self, tests: tuple[str, ...], limit: float) -> str:
        """Run tests, and say whether they noticed anything."""
        pid = os.fork()
        if pid == 0:
            self._run(tests)
        end = time.monotonic() + limit
        while time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                _end_all_below(os.getpid())
                code = os.waitstatus_to_exitcode(status)
                if code == NO_TESTS:
                    raise SystemExit(f"No tests in {tests}.\n{self._log.read_text()}")
                return LIVES if code == PASSED else NOTICED
            time.sleep(0.02)
        _end_all_below(os.getpid())
        os.waitpid(pid, 0)
        return TOO_LONG

    def log(self) -> str:
        """Return what the last run printed."""
        return self._log.read_text()

    def _run(self, tests: tuple[str, ...]) -> None:
        """Run tests in this process, which was forked for it, and end."""
        code = 1
        try:
            os.chdir(self.folder)
            sys.path.insert(0, str(self.folder / "app"))
            with self._log.open("w") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            pytest = importlib.import_module("pytest")
            given = [
                "-x",
                "-q",
                "--assert=plain",
                "-p",
                "no:cacheprovider",
                "--no-header",
                "--tb=line",
            ]
            there = [test for test in tests if (self.folder / test).exists()]
            code = int(pytest.main([*given, *there]))
        except BaseException:  # noqa: BLE001 - this process must not go on as the other one
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    @contextlib.contextmanager
    def changed(self, module: Path, source: str) -> Iterator[None]:
        """Have a module say something else while the block runs."""
        path = self.folder / module
        was, times = path.read_text(), path.stat()
        path.write_text(source)
        try:
            yield
        finally:
            path.write_text(was)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _end_all_below(pid: int) -> None:
    """Kill the descendants of a process: a run that is stopped leaves its servers behind."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            _end_all_below(child)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def main() -> int:
    """Run, print what was not noticed and the count, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=26, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=90, help="begin no mutant after that")
    parser.add_argument("--wanted", type=float, default=88, help="percent to be noticed")
    parser.add_argument("--only", default="", help="a part of the module's path")
    given = parser.parse_args()
    for name in WARM:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    reasons = REASONS.read_text() if REASONS.exists() else ""
    began, counts = time.monotonic(), dict.fromkeys((LIVES, NOTICED, TOO_LONG, "explained"), 0)
    with tempfile.TemporaryDirectory(prefix="rolegraph-mutation-") as name:
        copy = Copy(Path(name))
        for room in rooms(given.seed, given.number, given.only):
            start = time.monotonic()
            if copy.tested(room.tests, 600) != LIVES:
                raise SystemExit(f"The tests of {room.module} fail by themselves.\n{copy.log()}")
            usual = time.monotonic() - start
            noticed, done, left = 0, 0, []
            for mutant in room.drawn:
                if time.monotonic() - began > given.minutes * 60:
                    break
                with copy.changed(room.module, mutant.source):
                    outcome = copy.tested(room.tests, 10 + 3 * usual)
                explained = outcome == LIVES and f"`{mutant.change}`" in reasons.replace("\\|", "|")
                counts["explained" if explained else outcome] += 1
                done += 1
                noticed += outcome != LIVES
                if outcome == LIVES:
                    left.append(f"  {mutant.line}: {mutant.change}{' (explained)' * explained}")
            _say(f"{room.module}: {noticed} of {done} noticed; the tests take {usual:.0f} s")
            _say("\n".join(left))
    total = sum(counts.values())
    share = 100 * (counts[NOTICED] + counts[TOO_LONG]) / max(total, 1)
    minutes = (time.monotonic() - began) / 60
    _say(f"{total} mutants in {minutes:.0f} minutes, {share:.1f} % noticed: {counts}")
    return 0 if share >= given.wanted else 1


def _say(text: str) -> None:
    if text:
        print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
