"""Which catalogue a command is about: the folder it is given, or the nearest one around it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rolegraph.errors import ConfigurationError, StoreError
from rolegraph.folder.catalogue_folder import CatalogueFolder, find_folder, open_folder
from rolegraph.settings import Settings

VARIABLE = "ROLEGRAPH_CATALOGUE"


def located(path: Path | None) -> CatalogueFolder | None:
    """Return the catalogue that a command is about; None where there is none around.

    Args:
        path: the folder that the user named, if one was.

    Raises:
        InputError: there is no catalogue in the folder that was named.
        ConfigurationError: the `rolegraph.toml` cannot be used.
    """
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    return open_folder(named) if named else find_folder()


def with_catalogue(given: dict[str, Any], folder: CatalogueFolder | None) -> dict[str, Any]:
    """Return settings together with the folder of the catalogue and where its store lies.

    A catalogue of one's own has its store in its folder, unless somebody says otherwise.
    """
    if folder is None:
        return given
    found = {"catalogue": folder.root, **given}
    if not folder.is_sample and "ROLEGRAPH_DATA_DIR" not in os.environ:
        found.setdefault("data_dir", folder.data_dir)
    return found


def settings_here(data_dir: Path | None, folder: Path | None = None) -> Settings:
    """Return the settings of a command on the store of a catalogue.

    Args:
        data_dir: the data directory that the user named, if one was.
        folder: the folder of the catalogue, if one was named.

    Raises:
        InputError: there is no catalogue in the folder that was named.
        ConfigurationError: the `rolegraph.toml` or a setting cannot be used.
    """
    given = {} if data_dir is None else {"data_dir": data_dir}
    return read_settings(with_catalogue(given, located(folder)))


def settings_to_read(data_dir: Path | None) -> Settings:
    """Return the settings of a command that reads a store; see `settings_here`.

    Raises:
        StoreError: the data directory that the user named has no store. To begin one there would
            give out what the files say today for what the store has.
    """
    settings = settings_here(data_dir)
    # A backup is refused where it is opened, with the way to restore it.
    known = ((settings.data_dir / name).exists() for name in ("changes.rdfp", "manifest.json"))
    if data_dir is not None and not any(known):
        raise StoreError(f"{settings.data_dir} holds no store; name its folder with --data-dir.")
    return settings


def read_settings(given: dict[str, Any]) -> Settings:
    """Return the settings of environment and options.

    Raises:
        ConfigurationError: a value is not one the setting takes; names it.
    """
    from pydantic import ValidationError

    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise ConfigurationError(
            f"The settings (options, or environment variables ROLEGRAPH_…) do not fit: {faults}"
        ) from None
