"""Every verb this program understands, room by room: handed to the journal by the setting JALON_VERBS."""

from jalon.adjudication.verbs import VERBS as ADJUDICATION
from jalon.agencies.verbs import VERBS as AGENCIES
from jalon.alerts.verbs import VERBS as ALERTS
from jalon.bureau.verbs import VERBS as BUREAU
from jalon.capacity.verbs import VERBS as CAPACITY
from jalon.capacity.verbs_of_assessments import VERBS as ASSESSMENTS
from jalon.cash.verbs import VERBS as CASH
from jalon.cooperation.verbs import VERBS as COOPERATION
from jalon.counting.verbs import VERBS as COUNTING
from jalon.crossings.verbs import VERBS as CROSSINGS
from jalon.journal.branches import VERBS as BRANCHES
from jalon.journal.nodes import VERBS as NODES
from jalon.journal.peers import VERBS as PEERS
from jalon.posts.verbs import VERBS as POSTS
from jalon.presence.verbs import VERBS as PRESENCE
from jalon.protection.verbs import VERBS as PROTECTION
from jalon.staff.verbs import VERBS as STAFF
from jalon.statistics.verbs import VERBS as STATISTICS
from jalon.sync.verbs import VERBS as SYNC
from jalon.watchlists.verbs import VERBS as WATCHLISTS

VERBS = [
    *BRANCHES,
    *NODES,
    *PEERS,
    *POSTS,
    *STAFF,
    *WATCHLISTS,
    *CROSSINGS,
    *CAPACITY,
    *COUNTING,
    *CASH,
    *AGENCIES,
    *PROTECTION,
    *ADJUDICATION,
    *PRESENCE,
    *BUREAU,
    *STATISTICS,
    *SYNC,
    *ALERTS,
    *ASSESSMENTS,
    *COOPERATION,
]
