"""Who may do what in cooperation: sets of roles, named for the work."""

from __future__ import annotations

from jalon.web.gate import Role

# Speaks for the forum: calls meetings, keeps the register of recommendations, runs the room's screen.
SECRETARIAT = frozenset({Role.REGIONAL_SECRETARIAT})
# Speaks for a party: a national desk at its headquarters, a delegate at the forum's own machine.
SPEAKS = frozenset({Role.NATIONAL_DESK, Role.DELEGATE})
WRITES = SECRETARIAT | SPEAKS
# Runs meetings: the secretariat those of its forum, a national desk those of its own state.
RUNS = SECRETARIAT | {Role.NATIONAL_DESK}
# Reads all that is shown in cooperation, and nothing else of Jalon.
READS = WRITES | {Role.PARTNER}
