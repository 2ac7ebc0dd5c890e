"""Where a document and its graph do not say the same, each difference at its line."""
