"""What the service knows to ask of a catalogue beyond single queries."""
