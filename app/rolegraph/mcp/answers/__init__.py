"""What tools share: what a service has, arguments, bounds, citations and errors."""
