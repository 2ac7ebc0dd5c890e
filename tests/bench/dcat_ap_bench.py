"""`rolegraph check` beside pySHACL and rdf-validate-shacl: DCAT-AP's shapes, generated catalogues.

Usage: dcat_ap_bench.py SHAPES PEERS [--megabytes N ...] [--before PYTHON] [--sides NAME ...].
SHAPES is `releases/3.0.1/html/shacl` of SEMICeu/DCAT-AP (`make foreign` fetches it), PEERS the
folder of `make peers`, PYTHON that of another checkout. Each side is a fresh process that reads the
files itself and writes the whole report; the sides run in turns. Measured are processor time, time
by the clock, and the most memory; Python's bytecode is kept as an installation has it. A side that
fails, for want of memory for one, has no figures. Without its files the script says so and ends.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HEAD = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/> .

ex:office a foaf:Agent ; foaf:name "Office of statistics"@en .
"""
DATASET = """
ex:dataset{n} a dcat:Dataset ;
  dct:title "Dataset {n}"@en, "Datensatz {n}"@de ;
  dct:description "Measurements of station {n}, taken each hour and checked by hand."@en ;
  dct:issued "2024-{month:02}-{day:02}"^^xsd:date ;
  dct:publisher ex:office ;
  dcat:keyword "air"@en, "station {n}"@en ;
  dcat:contactPoint [ a vcard:Kind ; vcard:fn "Desk {n}" ;
    vcard:hasEmail <mailto:desk{n}@example.org> ] ;
  dcat:distribution ex:distribution{n}a, ex:distribution{n}b .
ex:distribution{n}a a dcat:Distribution ;
  dct:title "CSV of {n}"@en ; dcat:accessURL <https://example.org/files/{n}.csv> ;
  dcat:byteSize "{n}"^^xsd:nonNegativeInteger .
ex:distribution{n}b a dcat:Distribution ;
  dct:title "JSON of {n}"@en ; dcat:{access} <https://example.org/files/{n}.json> .
"""


def write_catalogue(file: Path, size: int) -> None:
    """Write a catalogue of about `size` bytes; one distribution in ten lacks its address."""
    parts, written, n = [HEAD], len(HEAD), 0
    while written < size:
        n += 1
        access = "downloadURL" if n % 10 == 0 else "accessURL"
        parts.append(DATASET.format(n=n, month=n % 12 + 1, day=n % 28 + 1, access=access))
        written += len(parts[-1])
    datasets = ", ".join(f"ex:dataset{number + 1}" for number in range(n))
    parts.append(
        'ex:catalogue a dcat:Catalog ; dct:title "All"@en ; dct:description "All data."@en ;\n'
        f"  dct:publisher ex:office ; dcat:dataset {datasets} .\n"
    )
    file.write_text("".join(parts), encoding="utf-8")


@dataclass(frozen=True)
class Usage:
    """What a process used: seconds of processors and of the clock, and MiB of memory at most."""

    processor: float
    clock: float
    memory: float


def used(command: list[str], folder: Path, bytecode: Path) -> Usage | None:
    """Run a command in a folder; None where it fails."""
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(bytecode)}
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | (kept if "rolegraph" in command else {}),
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        return None
    seconds = time.monotonic() - began
    return Usage(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024)


def sides(
    data: Path, rules: Path, peers: Path, folder: Path, before: str | None
) -> dict[str, tuple[list[str], Path]]:
    """Return side → its command, and the folder that it runs in."""
    check = ["-m", "rolegraph", "check", str(data), "--shapes", str(rules), "--format"]
    cases = folder / "cases"
    cases.write_text(json.dumps({"data": str(data), "shapes": str(rules)}), encoding="utf-8")
    scripts = Path(__file__).parents[1] / "conformance" / "peers"
    python, package = str(peers / "pyshacl" / "bin" / "python"), "rdf-validate-shacl"
    javascript = ["node", str(scripts / "with-node.mjs"), package]
    found = {
        "json": ([sys.executable, *check, "json"], folder),
        "text": ([sys.executable, *check, "text"], folder),
        "before": ([str(before), *check, "json"], folder),
        "pySHACL": (
            [python, str(scripts / "with_python.py"), "pyshacl", str(cases), str(folder)],
            folder,
        ),
        package: ([*javascript, str(cases), str(folder)], peers / package),
    }
    return found if before else {name: side for name, side in found.items() if name != "before"}


def compare(
    commands: dict[str, tuple[list[str], Path]], folder: Path, size: int, times: int
) -> None:
    """Measure some sides in turns, and print what they used in proportion to the first."""
    usages: dict[str, list[Usage | None]] = {side: [] for side in commands}
    for _ in range(times):
        for side, (command, place) in commands.items():
            usages[side].append(used(command, place, folder / f"bytecode-{side}"))
    first = None
    sys.stdout.write(f"{size} bytes; medians of {times} runs in turns\n")
    for side, runs in usages.items():
        done = [run for run in runs if run]
        if len(done) < times:
            sys.stdout.write(f"{side:20} failed\n")
            continue
        processor = statistics.median(run.processor for run in done)
        clock = statistics.median(run.clock for run in done)
        memory = statistics.median(run.memory for run in done)
        first = first or processor
        ratio = memory * 2**20 / size
        sys.stdout.write(
            f"{side:20} processor {processor:7.2f} s, ratio {processor / first:6.2f}; "
            f"clock {clock:7.2f} s; memory {memory:6.0f} MiB, {ratio:5.1f} times the file\n"
        )
        sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", type=Path, nargs="?", default=Path())
    parser.add_argument("peers", type=Path, nargs="?", default=Path())
    parser.add_argument("--megabytes", type=float, nargs="+", default=[1.4])
    parser.add_argument("--before", help="the Python of another checkout")
    parser.add_argument("--sides", nargs="+", help="only these")
    parser.add_argument("--times", type=int, default=3, help="runs of each side")
    options = parser.parse_args()
    rules, peers = options.shapes.resolve() / "shapes.ttl", options.peers.resolve()
    if not rules.is_file() or not (peers / "pyshacl").is_dir():
        sys.stdout.write("DCAT-AP: left out without its shapes and peers; see the script.\n")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "catalogue.ttl"
        for megabytes in options.megabytes:
            write_catalogue(data, int(megabytes * 1e6))
            commands = sides(data, rules, peers, folder, options.before)
            chosen = options.sides or list(commands)
            wanted = {side: command for side, command in commands.items() if side in chosen}
            for side in wanted.keys() & {"json", "text", "before"}:  # writes the bytecode
                trifle = [*commands[side][0][:4], *map(str, (rules, "--shapes", rules))]
                used(trifle, folder, folder / f"bytecode-{side}")
            compare(wanted, folder, data.stat().st_size, options.times)


if __name__ == "__main__":
    main()
