"""The files of a catalogue: read as units, and edited with the smallest difference."""
