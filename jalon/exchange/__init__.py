"""What may leave this country: one function decides, and denies what it does not know."""
