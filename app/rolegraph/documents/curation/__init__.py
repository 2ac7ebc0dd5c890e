"""The curation file: what a document cannot say itself, and how it fits the document."""
