"""The languages of documents: which one it is, what headings and labels mean, what names a role."""
