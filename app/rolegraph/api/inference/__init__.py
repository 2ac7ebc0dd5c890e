"""What follows from the data, and why, over HTTP."""
