"""One voice for HTTP: what all surfaces read from requests and say in answers."""
