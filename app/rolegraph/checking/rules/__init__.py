"""The rules that are not shapes: links, terms, values, consistency, queries, documents."""
