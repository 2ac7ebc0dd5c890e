"""Plain text whose numbers, letters, capitals and indents alone show how it is divided."""
