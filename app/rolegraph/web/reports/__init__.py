"""Reports for a meeting: a role or the whole catalogue on one page of A4."""
