"""All checks of a catalogue's files in one run; stands beside `analysis`, above `documents`."""
