"""Earlier states of a folder, as git keeps them."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rolegraph.errors import InputError


def repository(folder: Path) -> Path:
    """Return the top of the git repository that a folder lies in.

    Raises:
        InputError: it lies in none, or git is not installed.
    """
    done = _run(folder, "rev-parse", "--show-toplevel")
    reason = done.stderr.decode(errors="replace").strip()
    if done.returncode and "not a git repository" in reason:
        raise InputError(
            f"{folder} lies in no git repository, so there is no earlier revision of it. Make one "
            "with: git init, git add . and git commit"
        )
    if done.returncode:
        raise InputError(f"git: {reason}")
    return Path(done.stdout.decode().strip()).resolve()


def checkout_root(folder: Path) -> Path | None:
    """Return the top of the checkout that a folder lies in, which review tools name files from.

    Git is not asked: it may be missing, or refuse a folder of another user in a container. A
    submodule belongs to the checkout around it. Without git it is the workspace of GitHub Actions.
    """
    folder = folder.resolve()
    submodule = None
    for place in (folder, *folder.parents):
        git = place / ".git"
        if git.is_dir():
            return place
        if git.is_file():
            if "/modules/" not in git.read_text("utf-8", "replace"):
                return place
            submodule = submodule or place
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if submodule is None and workspace and folder.is_relative_to(Path(workspace).resolve()):
        return Path(workspace).resolve()
    return submodule


def commit_of(top: Path, revision: str) -> str:
    """Return the hash of the commit that a name means.

    Args:
        top: the top of a repository.
        revision: a commit, branch or tag, as git reads it.

    Raises:
        InputError: there is none of that name.
    """
    named = f"{revision}^{{commit}}"
    done = _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
    if done.returncode:
        raise InputError(
            f"The git repository {top} has no revision {revision!r}. Give a commit, branch or tag; "
            "what a server has and you do not, comes with: git fetch (in GitHub Actions: "
            "actions/checkout with fetch-depth: 0)."
        )
    return done.stdout.decode().split()[-1]


@contextmanager
def extracted(top: Path, revision: str, wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Give the files of a revision in a folder that is removed afterwards.

    Args:
        top: the top of a repository.
        revision: a commit, branch or tag.
        wanted: tells by the path of a file below `top` whether it is needed.

    Raises:
        InputError: the revision is unknown.
    """
    commit = commit_of(top, revision)
    done = _run(top, "archive", "--format=tar", commit)
    if done.returncode:
        raise InputError(f"git: {done.stderr.decode(errors='replace').strip()}")
    with TemporaryDirectory(prefix="rolegraph-") as name:
        folder = Path(name).resolve()
        if _run(top, "ls-tree", commit).stdout:  # no file at all makes no archive that can be read
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
                members = [m for m in tar.getmembers() if m.isfile() and wanted(m.name)]
                tar.extractall(folder, members, filter="data")
        yield folder


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    # The reasons that git gives are read above, so they have to be in English.
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise InputError(
            "git is not installed or not on the PATH. Install it: earlier revisions of files are "
            "read by it."
        ) from None
