"""For which party, and in which forum, the officer of a request speaks."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest

from jalon.cooperation import forums
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.journal.node import this_node
from jalon.secretariat.roles import SECRETARIAT, SPEAKS
from jalon.staff.postings import roles_of, standing
from jalon.web.gate import Role

OWN = "own"  # in an address: what a state keeps among its own, in no forum


def officer(request: HttpRequest) -> str:
    """The pseudonymous id of whoever asks."""
    return str(request.user.officer)  # type: ignore[union-attr]


def address(forum: str) -> str:
    """A forum as addresses name it."""
    return forum or OWN


def of_address(name: str) -> str:
    """The forum that an address names, "" for a state's own. Raises Http404 where this machine knows no such forum."""
    if name == OWN and own_party():
        return ""
    if name == OWN or forums.forum(name) is None:
        raise Http404
    return name


def own_forum() -> str:
    """The forum whose machine this is; empty elsewhere."""
    return this_node().id if settings.JALON_TIER == "forum" else ""


def founds(request: HttpRequest) -> bool:
    """Whether the officer may found the forum whose machine this is."""
    return bool(own_forum()) and bool(roles_of(request.user) & SECRETARIAT)


def keeps(request: HttpRequest, forum: str) -> bool:
    """Whether the officer runs what belongs to a forum: calls its meetings, keeps its register, signs others in. The
    secretariat does at the forum's machine, a national desk among its own."""
    roles = roles_of(request.user)
    if forum:
        return bool(roles & SECRETARIAT) and forum == own_forum()
    return Role.NATIONAL_DESK in roles and bool(own_party())


def for_party(request: HttpRequest, forum: str) -> str:
    """The code of the party for which the officer speaks in a forum ("" in it: for the forum itself).

    Raises NotAllowed: `speaks_for_nobody` (a partner, or another's machine), `not_joined` (the party sits not there).
    """
    if keeps(request, forum):
        return "" if forum else own_party()
    roles = roles_of(request.user)
    if not roles & SPEAKS:
        raise NotAllowed("speaks_for_nobody")
    code = _posted_for(officer(request)) if forum and forum == own_forum() else own_party()
    if not code:
        raise NotAllowed("speaks_for_nobody")
    if forum and not forums.is_member(code, forum):
        raise NotAllowed("not_joined")
    return code


def speaks(request: HttpRequest, forum: str) -> bool:
    """Whether the officer may say anything in a forum."""
    try:
        for_party(request, forum)
    except NotAllowed:
        return False
    return True


def for_whom(request: HttpRequest, forum: str) -> list[str]:
    """Every party for which the officer may write in a forum: his own; and, for whoever keeps the forum, those that run
    no machine of their own. Empty where he may write for none."""
    try:
        own = for_party(request, forum)
    except NotAllowed:
        return []
    if not keeps(request, forum):
        return [own]
    others = [one.code for one in forums.parties(forum) if one.code != own] if forum else []
    return [own, *(code for code in others if not forums.has_a_machine(code, forum))]


def may_write_for(request: HttpRequest, forum: str, code: str) -> str:
    """The code, where the officer may write for that party. Raises NotAllowed."""
    whom = for_whom(request, forum)
    if not whom:
        for_party(request, forum)
    if code not in whom:
        raise NotAllowed("not_for_that_party")
    return code


def _posted_for(delegate: str) -> str:
    """The party at whose code a delegate is posted here."""
    posted = standing().filter(officer=delegate, role=Role.DELEGATE.value).order_by("since", "key")
    return posted.values_list("post", flat=True).first() or ""
