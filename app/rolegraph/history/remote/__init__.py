"""The history of another service: its log, and following it."""
