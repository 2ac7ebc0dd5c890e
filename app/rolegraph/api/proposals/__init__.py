"""Proposals over HTTP: changes that are discussed and approved before they are made."""
