"""Who is in the country: entries and exits paired, stays that went beyond their dated rule."""
