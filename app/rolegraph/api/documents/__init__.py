"""Documents that clients send to be read, as `rolegraph documents read` does; none is stored."""
