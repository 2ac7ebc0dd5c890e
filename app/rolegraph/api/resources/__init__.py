"""JSON resources: read, search, analyse, validate and write things at their addresses."""
