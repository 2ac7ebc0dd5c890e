"""Readers of packages: Word, Excel, OpenDocument, and books."""
