"""Doors of the national desk: lists and officers; and the door of the newcomer."""
