"""As whom an officer reads what a forum shows, and in which forums he has something to say."""

from __future__ import annotations

from django.http import HttpRequest

from jalon.cooperation import forums
from jalon.cooperation.models import Progress
from jalon.cooperation.promised import today
from jalon.cooperation.releasing import Asked, Reported, promises_of, questions, reports
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.secretariat import speaking
from jalon.staff.postings import roles_of, standing
from jalon.web.gate import Role

NOBODY = "-"  # a reader whom no forum knows sees what partners see


def reads_as(request: HttpRequest, forum: str) -> str:
    """The party whose eyes an officer has in a forum: that for which he speaks; a partner's own code."""
    try:
        return speaking.for_party(request, forum)
    except NotAllowed:
        pass
    if Role.PARTNER in roles_of(request.user):
        posted = standing().filter(officer=speaking.officer(request), role=Role.PARTNER.value)
        return posted.values_list("post", flat=True).first() or NOBODY
    return own_party() or NOBODY


def seats(request: HttpRequest) -> list[tuple[str, str]]:
    """Forum and party for each that an officer speaks for; a forum's own secretariat speaks for none."""
    known = [one.id for one in forums.forums(on=today()) if one.dissolved is None]
    found = []
    for forum in [*known, ""]:
        try:
            party = speaking.for_party(request, forum)
        except NotAllowed:
            continue
        if party:
            found.append((forum, party))
    return found


def report_of(request: HttpRequest, forum: str, key: str) -> Reported | None:
    """A report by any of its keys, as the officer sees it."""
    row = Progress.objects.filter(key=key).first()
    if row is None:
        return None
    seen = reports(forum, reads_as(request, forum), of=promises_of(row))
    return next((one for one in seen if key in one.keys), None)


def asked_in(request: HttpRequest, forum: str, abouts: set[str]) -> list[Asked]:
    """The questions that the officer sees about some promises and reports, the last first."""
    return questions(forum, reads_as(request, forum), of=abouts)[::-1]
