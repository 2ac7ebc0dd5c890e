"""Keeps the files of a catalogue and the service one: `rolegraph pull` and `rolegraph push`."""
