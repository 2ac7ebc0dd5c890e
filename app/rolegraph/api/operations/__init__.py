"""What stands around all routes: access, errors, request logs, health and metrics."""
