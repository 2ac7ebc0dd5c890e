"""Tries the commits of a journal on an engine, in a process that may end.

The engine's library can end the whole process at a text that it cannot take. So a data directory
whose last start did not get through its commits is tried here first, and the service that starts
can name the commit instead of ending in the same way for ever.

`python -m rolegraph.store.recovery.probe FILE AFTER` prints each revision before it is tried.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox

from rolegraph.errors import Damaged
from rolegraph.store.engine.engine import apply_entry
from rolegraph.store.journal.journal import Journal


def refuse_poison(path: Path, after: int) -> None:
    """Go on only if an engine takes all commits of a journal behind a revision.

    Args:
        path: the journal.
        after: the revision.

    Raises:
        Damaged: it does not; names the commit and what to do.
    """
    command = [sys.executable, "-m", __name__, str(path), str(after)]
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode == 0:
        return
    tried = ran.stdout.split()
    if not tried:
        text = ran.stderr.decode(errors="replace").strip().splitlines()
        raise Damaged(f"The commits of {path} cannot be tried: {text[-1] if text else 'no reason'}")
    how = f"ends by signal {-ran.returncode}" if ran.returncode < 0 else "refuses it"
    raise not_taken(path, int(tried[-1]), how)


def not_taken(path: Path, revision: int, how: str) -> Damaged:
    """Return the error of a commit that the engine cannot take."""
    return Damaged(
        f"The engine cannot take revision {revision} of the change log {path}: it {how}. Nothing "
        f"was changed. `rolegraph restore {path.parent} --until {revision - 1} --data-dir NEW` "
        "makes a data directory of the state before it; later commits are lost there."
    )


def main() -> None:
    """Try the commits of a journal, and print each revision before it is tried."""
    path, after = Path(sys.argv[1]), int(sys.argv[2])
    journal = Journal(path)
    with tempfile.TemporaryDirectory() as folder:
        engine = ox.Store(folder)
        for entry in journal.since(after):
            sys.stdout.write(f"{entry.revision}\n")
            sys.stdout.flush()
            apply_entry(engine, journal, entry)
        engine.flush()
        del engine


if __name__ == "__main__":
    main()
