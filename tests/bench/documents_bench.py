"""Import of a large catalogue, and of one changed line in it.

Run by `python tests/bench/documents_bench.py`, or with `--documents 100 --roles 20`. A folder with
that many Markdown documents is written; all are imported by one `rolegraph documents import`, then
one line of one document is changed and `rolegraph documents sync --write` brings its graph up. Told
are processor seconds of the whole command, start of Python included, and the most memory that it
took. To see whether memory is flat, the same is done for a tenth of the documents before.

Before that, one document of 100 kB and one of 1 MB in each of several forms are made a catalogue by
`rolegraph init --from FILE`: the second should take about ten times as long.

`--beside PYTHON` runs the same with the Python of another build, in turns, for ratios.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
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


def duty(number: int, place: int) -> str:
    """Return the text of a duty that no other role has."""
    return f"{VERBS[(number + place) % 8]} the {THINGS[place % 8]} of yard {number} in part {place}"


def as_sections(roles: int) -> bytes:
    """Return Markdown with a heading for each role and for its kinds of statements."""
    lines = ["# Yards", ""]
    for role in range(roles):
        lines += [f"## Yard Officer {role}", "", f"The officer of yard {role}.", ""]
        lines += ["### Responsibilities", "", *(f"- {duty(role, n)}" for n in range(6)), ""]
        lines += ["### Must not", "", *(f"- {duty(role, n)} alone" for n in range(6, 8)), ""]
        lines += ["### Requirements", "", *(f"- Knows part {n} of yard {role}" for n in (1, 2)), ""]
    return "\n".join(lines).encode()


def as_table(roles: int) -> bytes:
    """Return a Markdown table, one row a role."""
    lines = ["# Yards", "", "| Role | Responsibilities | Must not |", "|---|---|---|"]
    lines += [
        f"| Yard Officer {n} | {duty(n, 1)}<br>{duty(n, 2)} | {duty(n, 3)} alone |"
        for n in range(roles)
    ]
    return "\n".join(lines).encode()


def as_csv(roles: int) -> bytes:
    """Return a table as CSV, one row a role."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["Role", "Responsibilities", "Must not"])
    for n in range(roles):
        rows.writerow([f"Yard Officer {n}", f"{duty(n, 1)}\n{duty(n, 2)}", duty(n, 3)])
    return text.getvalue().encode()


def as_yaml(roles: int) -> bytes:
    """Return records as YAML."""
    lines = ["roles:"]
    for n in range(roles):
        lines += [f"  - name: Yard Officer {n}", "    responsibilities:"]
        lines += [f"      - {duty(n, place)}" for place in range(3)]
    return "\n".join(lines).encode()


def as_sheet(roles: int) -> bytes:
    """Return a table as XLSX, one row a role."""
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    sheet = book.create_sheet("Roles", 0)
    for row in csv.reader(io.StringIO(as_csv(roles).decode())):
        sheet.append(row)
    book.save(content)
    return content.getvalue()


FORMS: tuple[tuple[str, Callable[[int], bytes], int], ...] = (
    ("sections.md", as_sections, 560),
    ("table.md", as_table, 150),
    ("rows.csv", as_csv, 140),
    ("records.yaml", as_yaml, 200),
    ("rows.xlsx", as_sheet, 140),
)
"""Name of a file, what makes it, and about how many characters of text a role has in it."""


def measure_form(name: str, make: Callable[[int], bytes], size: int, pythons: list[str]) -> None:
    """Print what `init` of 100 kB and of 1 MB of a form takes."""
    for python in pythons:
        taken = []
        for characters in (100_000, 1_000_000):
            with tempfile.TemporaryDirectory() as work:
                Path(work, name).write_bytes(make(characters // size))
                taken.append(run(Path(work), "init", "yards", "--from", name, "--yes", by=python))
        (small, _), (large, memory) = taken
        print(  # noqa: T201
            f"{python}: init of {name}: 100 kB {small:.2f} s, 1 MB {large:.2f} s of processor "
            f"time, {memory} MiB",
            flush=True,
        )


def run(folder: Path, *arguments: str, by: str = sys.executable) -> tuple[float, int]:
    """Run a command in a folder; return processor seconds and the most memory in MiB."""
    command = [by, "-c", CHILD, *arguments]
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


def measure(documents: int, roles: int, python: str) -> None:
    """Print the figures of one size, by the Python of one build."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "yards")
        catalogue(folder, documents, roles)
        first = run(folder, "documents", "import", by=python)
        before = digests(folder)
        changed = folder / f"handbook/yard-{documents // 2}.md"
        text = changed.read_text(encoding="utf-8").replace("section 1", "section one", 1)
        changed.write_text(text, encoding="utf-8")
        name = str(changed.relative_to(folder))
        sync = run(folder, "documents", "sync", "--write", name, by=python)
        after = digests(folder)
        touched = [name for name in after if after[name] != before[name]]
        print(  # noqa: T201
            f"{python}: {documents} documents, {documents * roles} roles: import {first[0]:.1f} s of "
            f"processor time, {first[1]} MiB; sync of one changed line {sync[0]:.2f} s, "
            f"{sync[1]} MiB, {len(touched)} graph changed",
            flush=True,
        )


def main() -> None:
    """Measure a tenth, then the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--roles", type=int, default=20, help="in each document")
    parser.add_argument("--only-many", action="store_true", help="leave the single documents out")
    parser.add_argument("--beside", help="the Python of another build, such as one before a change")
    options = parser.parse_args()
    pythons = [sys.executable, *([options.beside] if options.beside else [])]
    for name, make, size in () if options.only_many else FORMS:
        measure_form(name, make, size, pythons)
    for documents in (max(options.documents // 10, 2), options.documents):
        for python in pythons:
            measure(documents, options.roles, python)


if __name__ == "__main__":
    main()
