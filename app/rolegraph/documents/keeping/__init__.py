"""What a service keeps of a document beside its graph: curation, and bytes where these may be."""
