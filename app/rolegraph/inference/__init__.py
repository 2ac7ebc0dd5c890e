"""What follows from the catalogue by the rules of OWL 2 RL, kept current, and why it follows."""
