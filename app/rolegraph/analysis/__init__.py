"""What the service finds out about a catalogue: coverage, separation of duties, loss of a tool."""
