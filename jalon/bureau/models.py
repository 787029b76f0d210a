"""Questions to the national central bureau of INTERPOL, and its answers."""
