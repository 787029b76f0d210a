"""What headquarters finds when it matches again everything it received, and what people decide of it."""
