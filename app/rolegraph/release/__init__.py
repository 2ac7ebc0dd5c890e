"""Release archives: a catalogue with its rules and their documentation, to keep and to hand on."""
