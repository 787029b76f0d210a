"""Editions: what a headquarters owns and its posts hold, read-only, numbered, signed, proven by a root hash."""
