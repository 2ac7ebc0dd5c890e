"""The query page: a text that somebody wrote or chose, run in a worker and shown."""
