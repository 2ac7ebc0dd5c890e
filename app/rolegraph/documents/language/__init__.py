"""The languages of documents: which one it is, and what its headings, labels and bullets mean."""
