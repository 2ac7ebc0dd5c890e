"""Commands on a data directory or a service: load, dump, push, pull, history, recovery."""
