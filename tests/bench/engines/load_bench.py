"""A large load into Fuseki: `rolegraph load` beside Jena's own bulk loader, in turns.

Run by `make engine-loads`. The bulk loader makes a TDB2 database while no server has it; `load`
fills a server that runs, writes its log, and leaves a mirror. Seconds by the clock include the start
of each command, not that of the server. Processor seconds of `load` are its own and the server's.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
from cold_bench import seconds_of

from engines import Fuseki
from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import RdfFormat, serialize


def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Return the seconds of a command, by the clock and of the processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, **(environment or {})})
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return took, spent


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=28_500)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--guard", default="off", choices=["off", "enforce"])
    given = options.parse_args()
    if Fuseki.missing():
        raise SystemExit(Fuseki.missing())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file = work / "generated.nq"
        with file.open("wb") as out:
            serialize(generate(given.roles, detail=Detail.LEAN), out, format=RdfFormat.N_QUADS)
        for number in range(given.rounds):
            place = Path(tempfile.mkdtemp(dir=work))
            engine = Fuseki(place)
            jar = next(one for one in engine._command if one.endswith(".jar"))
            loader = ["java", "-Xmx2g", "-cp", jar, "tdb2.tdbloader", f"--loc={place / 'alone'}"]
            clock, processor = run([*loader, str(file)])
            print(f"{number} tdb2.tdbloader: {clock:.1f} s, processor {processor:.1f} s")  # noqa: T201
            engine.start()
            try:
                assert engine.process is not None
                before = seconds_of(engine.process.pid)
                command = [sys.executable, "-m", "rolegraph", "load", str(file)]
                command += ["--guard", given.guard, "--data-dir", str(place / "mirror")]
                ours = run(command, {**engine.environment, "ROLEGRAPH_EMPTY": "true"})
                theirs = seconds_of(engine.process.pid) - before
            finally:
                engine.kill()
            print(  # noqa: T201
                f"{number} rolegraph load: {ours[0]:.1f} s ({clock / ours[0]:.2f}), processor "
                f"{ours[1]:.1f} + engine {theirs:.1f} s ({processor / (ours[1] + theirs):.2f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
