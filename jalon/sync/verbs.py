"""Verbs of this room."""

from jalon.journal.verbs import Verb

VERBS: list[Verb] = []
