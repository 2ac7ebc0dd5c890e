"""AsciiDoc to an outline: its structure line by line, each text at its place in the file."""
