"""`rolegraph check` beside pySHACL and rdf-validate-shacl: DCAT-AP's shapes, a generated catalogue.

Usage: dcat_ap_bench.py SHAPES PEERS [--megabytes N]. SHAPES is `releases/3.0.1/html/shacl` of
SEMICeu/DCAT-AP (`make foreign` fetches it), PEERS the folder of `make peers`. Each side is a fresh
process that reads the files itself and writes the whole report. Measured is processor time, of
three runs in turns, with Python's bytecode kept as an installation has it. Without its files the
script says so and ends.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
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
TIMES = 3


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


def processor_seconds(command: list[str], folder: Path) -> float:
    """Return the processor time of a process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | (kept if command[0] == sys.executable else {}),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{command[0]}: {done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", type=Path, nargs="?", default=Path())
    parser.add_argument("peers", type=Path, nargs="?", default=Path())
    parser.add_argument("--megabytes", type=float, default=1.4)
    options = parser.parse_args()
    rules, peers = options.shapes.resolve() / "shapes.ttl", options.peers.resolve()
    if not rules.is_file() or not (peers / "pyshacl").is_dir():
        sys.stdout.write("DCAT-AP: left out without its shapes and peers; see the script.\n")
        return
    scripts = Path(__file__).parents[1] / "conformance" / "peers"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "catalogue.ttl"
        write_catalogue(data, int(options.megabytes * 1e6))
        cases = folder / "cases"
        cases.write_text(json.dumps({"data": str(data), "shapes": str(rules)}), encoding="utf-8")
        check = [sys.executable, "-m", "rolegraph", "check", str(data), "--shapes", str(rules)]
        python = str(peers / "pyshacl" / "bin" / "python")
        package = "rdf-validate-shacl"
        sides = {
            "check --format json": ([*check, "--format", "json"], folder),
            "check --format text": ([*check, "--format", "text"], folder),
            "pySHACL": (
                [python, str(scripts / "with_python.py"), "pyshacl", str(cases), str(folder)],
                folder,
            ),
            package: (
                ["node", str(scripts / "with-node.mjs"), package, str(cases), str(folder)],
                peers / package,
            ),
        }
        processor_seconds(*sides["check --format json"])  # writes the bytecode
        times: dict[str, list[float]] = {side: [] for side in sides}
        for _ in range(TIMES):
            for side, (command, place) in sides.items():
                times[side].append(processor_seconds(command, place))
        medians = {side: statistics.median(taken) for side, taken in times.items()}
        first = medians["check --format json"]
        sys.stdout.write(f"{data.stat().st_size} bytes, processor time of {TIMES} runs\n")
        for side, taken in times.items():
            runs = ", ".join(f"{seconds:.2f}" for seconds in taken)
            sys.stdout.write(f"{side:22} {runs} s; ratio {medians[side] / first:.2f}\n")


if __name__ == "__main__":
    main()
