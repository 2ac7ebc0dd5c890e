"""Compares what two versions say, or a document and its graph, as one kind of outline."""
