"""The form of a role document that can be written back: Markdown to its model, and its layout."""
