"""Revisions of the catalogue: the change log, versions and differences."""
