"""The forms of cooperation, a file for each family of pages."""
