"""Every verb this program understands, room by room: handed to the journal by the setting JALON_VERBS."""

from jalon.agencies.verbs import VERBS as AGENCIES
from jalon.cash.verbs import VERBS as CASH
from jalon.counting.verbs import VERBS as COUNTING
from jalon.crossings.verbs import VERBS as CROSSINGS
from jalon.journal.branches import VERBS as JOURNAL
from jalon.posts.verbs import VERBS as POSTS
from jalon.protection.verbs import VERBS as PROTECTION
from jalon.staff.verbs import VERBS as STAFF
from jalon.watchlists.verbs import VERBS as WATCHLISTS

VERBS = [*JOURNAL, *POSTS, *STAFF, *WATCHLISTS, *CROSSINGS, *COUNTING, *CASH, *AGENCIES, *PROTECTION]
