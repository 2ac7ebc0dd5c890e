"""What commits did, for people: thing by thing, as text or Markdown, and in sentences."""
