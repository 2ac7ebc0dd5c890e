"""`rolegraph documents`: from documents to graphs and back."""
