"""Every verb this program understands, room by room: handed to the journal by the setting JALON_VERBS."""

from jalon.crossings.verbs import VERBS as CROSSINGS
from jalon.journal.branches import VERBS as JOURNAL
from jalon.posts.verbs import VERBS as POSTS
from jalon.staff.verbs import VERBS as STAFF
from jalon.watchlists.verbs import VERBS as WATCHLISTS

VERBS = [*JOURNAL, *POSTS, *STAFF, *WATCHLISTS, *CROSSINGS]
