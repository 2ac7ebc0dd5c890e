"""The files of a check: which they are, what they say, and where."""
