"""Documents that somebody sends to the service: read in a confined process, and brought in."""
