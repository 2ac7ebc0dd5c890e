"""What changed in a catalogue's files between two git revisions, by its meaning."""
