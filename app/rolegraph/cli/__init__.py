"""The command line: one module a command, or a room for commands that belong together."""
