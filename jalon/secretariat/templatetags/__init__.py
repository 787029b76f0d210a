"""Tags of the pages of cooperation."""
