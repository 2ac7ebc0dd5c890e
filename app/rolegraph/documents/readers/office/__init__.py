"""Readers of office files: Word, Excel, and OpenDocument texts and sheets."""
