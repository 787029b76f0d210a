"""What states promised one another: forums, meetings, recommendations, measures, progress, evaluation.

Every row belongs to a forum (by the id of its machine) or to this state alone (`forum` empty). Rows are added, never
changed: what becomes of a thing is told by later rows of facts, with who and when, so that the past can be asked at any
arrival position.
"""
