"""Validation of uploaded texts, in a confined process."""
