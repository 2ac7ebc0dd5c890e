"""What is read fast of plain requests: forms of one field, and what a query says of itself."""
