"""Until when each node has told everything, as the calls say: handed to the statistics by JALON_LAST_HEARD."""

from jalon.sync.models import Contact


def last_heard() -> dict[str, int]:
    """Of each node, its last call (ms since 1970); as a negative number where it had entries left to send then."""
    rows = Contact.objects.values_list("node", "at", "waiting")
    return {node: -at if waiting else at for node, at, waiting in rows}
