"""The pages of a forum, in the order of its menu: a literal table. Each address takes the forum's name in addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalon.cooperation import forums
from jalon.cooperation.forums import Forum, state_name
from jalon.cooperation.saying import own_party
from jalon.secretariat import speaking
from jalon.secretariat.roles import READS
from jalon.staff.postings import roles_of
from jalon.web.gate import Role

# Address, name on the menu, roles it opens to. First what is opened every day; the rest stands under “More”.
OF_A_FORUM = (
    ("secretariat:forum", _("Whom to call"), READS),
    ("secretariat:due", _("What is due"), READS),
    ("secretariat:meetings", _("Meetings"), READS),
    ("secretariat:recommendations", _("Recommendations"), READS),
    ("secretariat:measures", _("Measures"), READS),
    ("secretariat:projects", _("Projects"), READS),
    ("secretariat:figures", _("Figures"), READS),
    ("secretariat:evaluations", _("Evaluations"), READS),
)
MORE = (
    ("secretariat:silence", _("Silence"), READS),
    ("secretariat:challenges", _("Challenges"), READS),
    ("secretariat:practices", _("Good practices"), READS),
    ("secretariat:survey", _("Survey"), READS),
    ("secretariat:past", _("Earlier meetings"), frozenset({Role.REGIONAL_SECRETARIAT, Role.NATIONAL_DESK})),
    ("secretariat:showing", _("What we show"), frozenset({Role.NATIONAL_DESK})),
    ("secretariat:parties", _("Forum and parties"), READS),
)


def frame(request: HttpRequest, forum: str, here: str = "") -> dict[str, Any]:
    """What secretariat/base.html asks of a page of a forum ("" for a state's own). `here`: the address name of the menu
    under which the page stands. Gives forum (Forum), forum_address, forum_menu, forum_more, keeps, speaks (bool)."""
    name, roles = speaking.address(forum), roles_of(request.user)

    def lines(of: Sequence[tuple[str, Any, frozenset[Role]]]) -> list[dict[str, Any]]:
        return [
            {"address": reverse(address, args=[name]), "label": label, "here": address == here}
            for address, label, opens in of
            if roles & opens
        ]

    return {
        "forum": shown(forum),
        "forum_address": name,
        "forum_menu": lines(OF_A_FORUM),
        "forum_more": lines(MORE),
        "keeps": speaking.keeps(request, forum),
        "speaks": speaking.speaks(request, forum),
    }


def shown(forum: str) -> Forum:
    """A forum as pages name it; a state's own is called by the state."""
    if not forum:
        code = own_party()
        return Forum(code, "national", {"fr": state_name(code)}, code)
    return forums.forum(forum) or Forum(forum)
