"""Documents that clients send: read, or brought into the catalogue with what is kept of them."""
