"""Rows follow from entries."""
