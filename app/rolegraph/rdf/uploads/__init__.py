"""RDF that somebody else wrote, read in a confined process within bounds."""
