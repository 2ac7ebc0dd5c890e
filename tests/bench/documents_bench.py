"""Import of a large catalogue, and of one changed line in it.

Run by `python tests/bench/documents_bench.py`, or with `--documents 100 --roles 20`. A folder with
that many Markdown documents is written; all are imported by one `rolegraph documents import`, then
one line of one document is changed and `rolegraph documents sync --write` brings its graph up. Told
are processor seconds of the whole command, start of Python included, and the most memory that it
took. To see whether memory is flat, the same is done for a tenth of the documents before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

VERBS = ("Checks", "Plans", "Reviews", "Reports", "Repairs", "Orders", "Trains", "Records")
THINGS = ("cranes", "ropes", "shifts", "budgets", "signs", "lorries", "tests", "visitors")
CHILD = (
    "import resource, sys; from rolegraph.cli.main import main; sys.argv[0] = 'rolegraph'\n"
    "try:\n    main()\nfinally:\n    u = resource.getrusage(resource.RUSAGE_SELF)\n"
    "    print(u.ru_utime + u.ru_stime, u.ru_maxrss, file=sys.stderr)\n"
)


def document(number: int, roles: int) -> str:
    """Return the text of one document."""
    lines = [f"# Yard {number}", ""]
    for role in range(roles):
        lines += [f"## Yard {number} Officer {role}", "", "### Responsibilities", ""]
        for place in range(4):
            verb, thing = VERBS[(role + place) % 8], THINGS[(number + place) % 8]
            lines.append(f"- {verb} the {thing} of section {place} of yard {number}")
        lines += ["", "### Requirements", "", f"- Knows section {role} of yard {number}", ""]
    return "\n".join(lines)


def catalogue(folder: Path, documents: int, roles: int) -> None:
    """Write a catalogue."""
    names = [f"handbook/yard-{number}.md" for number in range(documents)]
    (folder / "handbook").mkdir(parents=True)
    for number, name in enumerate(names):
        (folder / name).write_text(document(number, roles), encoding="utf-8")
    entries = "".join(f'"{name}" = {{}}\n' for name in names)
    (folder / "rolegraph.toml").write_text(
        '[catalogue]\ntitle = "Yards"\nbase = "https://yard.example/id/"\nlanguage = "en"\n'
        f'creator = "Yard Office"\n\n[documents]\n{entries}',
        encoding="utf-8",
    )


def run(folder: Path, *arguments: str) -> tuple[float, int]:
    """Run a command in a folder; return processor seconds and the most memory in MiB."""
    command = [sys.executable, "-c", CHILD, *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode:
        raise SystemExit(f"{arguments}: {ran.stdout.decode()[-500:]}{ran.stderr.decode()[-2000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, int(ran.stderr.split()[-1]) // 1024


def digests(folder: Path) -> dict[str, str]:
    """Return a hash of each graph."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "data").rglob("*.ttl")
    }


def measure(documents: int, roles: int) -> None:
    """Print the figures of one size."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "yards")
        catalogue(folder, documents, roles)
        first = run(folder, "documents", "import")
        before = digests(folder)
        changed = folder / f"handbook/yard-{documents // 2}.md"
        text = changed.read_text(encoding="utf-8").replace("section 1", "section one", 1)
        changed.write_text(text, encoding="utf-8")
        sync = run(folder, "documents", "sync", "--write", str(changed.relative_to(folder)))
        after = digests(folder)
        touched = [name for name in after if after[name] != before[name]]
        print(  # noqa: T201
            f"{documents} documents, {documents * roles} roles: import {first[0]:.1f} s of "
            f"processor time, {first[1]} MiB; sync of one changed line {sync[0]:.2f} s, "
            f"{sync[1]} MiB, {len(touched)} graph changed",
            flush=True,
        )


def main() -> None:
    """Measure a tenth, then the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--roles", type=int, default=20, help="in each document")
    options = parser.parse_args()
    for documents in (max(options.documents // 10, 2), options.documents):
        measure(documents, options.roles)


if __name__ == "__main__":
    main()
