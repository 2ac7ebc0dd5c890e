"""What stands in the section of a role: labels, statements, prose and who holds it."""
