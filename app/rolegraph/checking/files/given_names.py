"""Calls files by the names that were given for them, symbolic links included."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path

from rolegraph.checking.files.sources import STANDARD_INPUT
from rolegraph.errors import InputError


class GivenNames:
    """Remembers how given files and folders were called.

    Args:
        base: the folder that names are relative to, without symbolic links.
    """

    def __init__(self, base: Path) -> None:
        self._base = base
        self._given: dict[Path, Path] = {}

    def existing(self, path: Path) -> Path:
        """Return where a given path really lies.

        Raises:
            InputError: there is no such file or folder.
        """
        if path == STANDARD_INPUT:
            return path
        if not path.exists():
            raise absent(path)
        real = path.resolve()
        self._given.setdefault(real, self._called(path))
        return real

    def _called(self, path: Path) -> Path:
        """Return a given path below the base if it can be, links in it kept."""
        given = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow the link
        if given.is_relative_to(self._base):
            return given
        in_real_folder = path.parent.resolve() / given.name
        return in_real_folder if in_real_folder.is_relative_to(self._base) else given

    def shown(self, file: Path) -> str:
        """Return the name of a file for people: relative to the base where it lies below it."""
        around = next((part for part in (file, *file.parents) if part in self._given), None)
        named = self._given[around] / file.relative_to(around) if around else file
        within = named.is_relative_to(self._base)
        return named.relative_to(self._base).as_posix() if within else str(named)


def absent(path: Path) -> InputError:
    """Return the error of a path that is not there, with what may have been meant."""
    hint = "."
    if re.match(r"https?:/", str(path)):
        return InputError(
            f"{path.parts[0]}//{'/'.join(path.parts[1:])} is an address, and nothing is fetched "
            "from the web. Download it and name the file."
        )
    if any(mark in str(path) for mark in "*?["):
        hint = ". Patterns are for the shell to expand; without quotes it does. Or name the folder."
    elif path.parent.is_dir():
        names = sorted(other.name for other in path.parent.iterdir())
        near = get_close_matches(path.name, names, n=1, cutoff=0.75)
        hint = f"; did you mean {path.parent / near[0]}?" if near else "."
    return InputError(f"{path}: no such file or folder{hint}")
