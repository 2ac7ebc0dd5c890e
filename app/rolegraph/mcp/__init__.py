"""For AI agents: the Model Context Protocol over the JSON API, on stdin/stdout and at `/mcp`."""
