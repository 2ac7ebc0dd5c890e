"""Proposals: changes that are discussed and approved before they are made."""
