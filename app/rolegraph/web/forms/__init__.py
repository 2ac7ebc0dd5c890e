"""Forms: what is asked of a thing, what its fields offer, and the form that needs no script."""
