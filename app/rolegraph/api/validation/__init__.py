"""What data is held to: the rules over HTTP, and validation of texts by them."""
