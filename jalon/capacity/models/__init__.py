"""The tables of capacity, a file for each family."""
