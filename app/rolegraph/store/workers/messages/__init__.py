"""What goes between the server and its query workers."""
