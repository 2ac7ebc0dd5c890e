"""The endpoints of a remote store: their addresses, requests to them, and what they answer."""
