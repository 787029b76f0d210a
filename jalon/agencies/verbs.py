"""Verbs of this room, and what they mean."""

from jalon.journal.verbs import Verb

VERBS: list[Verb] = []
