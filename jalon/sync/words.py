"""What pages of either tier say of links, editions and sides: every sentence translated, times as people say them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from jalon.journal.node import wall_clock
from jalon.posts import sides
from jalon.posts.models import SideStatus
from jalon.posts.sides import Side
from jalon.staff.postings import name_of
from jalon.sync.background import Running
from jalon.sync.editions.standing import Held
from jalon.sync.editions.table import kind_of
from jalon.sync.models import Contact
from jalon.web.days import date_format

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
EXACT = MINUTE  # a clock this close is right

CARRIERS = {"link": gettext_lazy("by the link"), "stick": gettext_lazy("by stick")}
VIEWS = {
    "posts": gettext_lazy("Border posts"),
    "officers": gettext_lazy("Officers of the post"),
    "rules": gettext_lazy("Rules of travel"),
    "assets": gettext_lazy("Equipment of the post"),
    "assessments": gettext_lazy("Assessments of the post"),
}
# How a trouble of sync begins, and what it means to whoever reads the page.
TROUBLES = (
    (r"the line to the headquarters is down", gettext_lazy("The line to the headquarters is down.")),
    (
        r"the headquarters' certificate is not trusted",
        gettext_lazy(
            "What answered is not the headquarters that this machine trusts: its certificate is unknown here."
        ),
    ),
    (
        r"what answered is not a headquarters",
        gettext_lazy("Something else answered at the headquarters' address: perhaps the network asks for a sign-in."),
    ),
    (
        r"the headquarters refused \(403\): revoked",
        gettext_lazy("The headquarters does not trust this machine any more. Call it: what is recorded here stays."),
    ),
    (r"the headquarters refused \(403\)", gettext_lazy("The headquarters does not know this machine. Call it.")),
    (
        r"the headquarters refused \(5",
        gettext_lazy("The headquarters answered that it cannot take anything just now. Everything stays here."),
    ),
    (
        r"the headquarters refused",
        gettext_lazy("The headquarters refused what was sent. Call it, and read this to it:"),
    ),
    (r"this file is larger", gettext_lazy("This file is larger than a stick's file may be.")),
    (r"this is no file of a stick", gettext_lazy("This is no file of a stick: look for the one that ends in .stick.")),
    (
        r"(this|an item of this) file was cut or altered",
        gettext_lazy("This file was cut or altered: have it made again."),
    ),
    (r"this file comes from the node", gettext_lazy("This file comes from a machine that is not known here:")),
    (r"this file is for the node", gettext_lazy("This file is for another machine:")),
    (r"this file is not sealed to this machine", gettext_lazy("This file was made for another machine, or altered.")),
    (
        r"a stick that came before this one is missing",
        gettext_lazy("A stick that was made before this one is missing."),
    ),
    (r"edition \d+ of", gettext_lazy("An edition on it cannot be used; what served before serves on:")),
)


def trouble(text: str) -> str:
    """A trouble of sync in the page's language; what the program said follows where that tells more."""
    for pattern, said in TROUBLES:
        if re.match(pattern, text):
            return f"{said} \u2068{text}\u2069" if str(said).endswith(":") else str(said)
    return text


def person(officer: str) -> str:
    """An officer's name, kept apart from the direction of the words around it (U+2068 … U+2069)."""
    return f"\u2068{name_of(officer)}\u2069"


def not_enrolled() -> str:
    return _("No headquarters enrolled this machine yet: an administrator asks it for a one-time code.")


def ago(at: int | None, now: int | None = None) -> str:
    """How long ago: “now”, “12 min ago”, “5 h ago”, “3 days ago”; empty for never."""
    if not at:
        return ""
    gone = (now or wall_clock()) - at
    if gone < MINUTE:
        return pgettext("how long ago", "now")
    return _("%(time)s ago") % {"time": lasting(gone)}


def lasting(milliseconds: int) -> str:
    """A length of time by its largest unit."""
    if milliseconds < HOUR:
        return _("%(count)s min") % {"count": milliseconds // MINUTE}
    if milliseconds < 2 * DAY:
        return _("%(count)s h") % {"count": milliseconds // HOUR}
    days = milliseconds // DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def moment(at: int | None) -> str:
    """A moment, short: 25/11 14:32, with its year where that is not this one."""
    if not at:
        return ""
    local = timezone.localtime(datetime.fromtimestamp(at / 1000, UTC))
    return date_format(local, "d/m H:i" if local.year == timezone.localtime().year else "d/m/Y H:i")


def contact(one: Contact | None) -> dict[str, Any]:
    """The last word of a machine."""
    if one is None or not one.at:
        return {"ago": _("never"), "carrier": "", "at": ""}
    return {"ago": ago(one.at), "carrier": CARRIERS.get(one.carrier, ""), "at": moment(one.at)}


def clock(ahead: int | None) -> str:
    """How wrong a clock is."""
    if ahead is None:
        return ""
    if abs(ahead) < EXACT:
        return _("right")
    length = lasting(abs(ahead))
    return _("%(time)s ahead") % {"time": length} if ahead > 0 else _("%(time)s behind") % {"time": length}


def view(name: str) -> str:
    """What an edition is of."""
    if name.startswith("list."):
        return _("List “%(name)s”") % {"name": name.removeprefix("list.")}
    kind = kind_of(name)
    return kind.called(name) if kind is not None and kind.called else str(VIEWS.get(name, name))


def edition(one: Held) -> dict[str, Any]:
    return {
        "name": view(one.name),
        "held": one.held,
        "held_at": moment(one.held_at),
        "meant": one.meant,
        "meant_at": moment(one.meant_at),
        "behind": one.is_behind,
    }


def side(name: str, how: Side | None) -> dict[str, Any]:
    """How one side stands, in words."""
    shown: dict[str, Any] = {"side": name, "label": sides.SIDES[name], "said": how is not None}
    if how is None:
        return shown
    return (
        shown
        | saying(how.counts)
        | {
            "closed": how.closed,
            "overdue": how.overdue,
            "otherwise": saying(how.otherwise) if how.otherwise else None,
        }
    )


def both_sides(of: dict[str, Side]) -> list[dict[str, Any]]:
    return [side(name, of.get(name)) for name in sides.SIDES]


def saying(one: SideStatus) -> dict[str, Any]:
    return {
        "label": sides.SIDES[one.side],
        "state": sides.STATES[one.state],
        "is_closed": one.state == sides.CLOSED,
        "since": moment(one.since),
        "until": moment(one.until),
        "code": sides.WHYS.get(one.code, one.code),
        "why": one.why,
        "by": _("the headquarters") if one.by == sides.HEADQUARTERS else _("the post"),
        "officer": person(one.officer) if one.officer else "",
    }


def rule_of_sides(code: str) -> str:
    """Why a saying cannot stand, and what to do."""
    return {
        "not_known": _("This post or side is not known."),
        "of_this_post_alone": _("A post speaks of its own sides alone."),
        "why_closed": _("Say why it is closed; “Not told” is an answer too."),
        "not_yet": _("This begins in the future: say it when it is so."),
        "ends_before_it_begins": _("The end stands before the beginning."),
    }.get(code, code)


# What sync says while it works, and how pages say it.
PROGRESS = (
    (r"(\d+) sent, (\d+) left", gettext_lazy("%(first)s sent, %(second)s left")),
    (r"(\d+) received", gettext_lazy("%(first)s received")),
    (r"(\d+) entries, (\d+) editions", gettext_lazy("%(first)s entries, %(second)s editions")),
    (r"[\w.]+: (\d+) of (\d+)", gettext_lazy("an edition comes: %(first)s of %(second)s bytes")),
)


def progress(line: str) -> str:
    for pattern, said in PROGRESS:
        if found := re.match(pattern, line):
            numbers = [*found.groups(), ""]
            return str(said) % {"first": numbers[0], "second": numbers[1]}
    return line


def running(one: Running | None) -> dict[str, Any] | None:
    """A piece of work beside the pages: how far it is, or what it gave."""
    if one is None:
        return None
    return {
        "goes_on": one.goes_on,
        "interrupted": one.interrupted,
        "started": moment(one.started_at),
        "done": moment(one.done_at),
        "line": progress(one.line),
        "fault": trouble(one.fault) if one.fault else "",
        "by": person(one.by),
        "result": one.result,
        "trouble": trouble(one.result["trouble"]) if one.result.get("trouble") else "",
        "problems": [trouble(said) for said in dict.fromkeys(one.result.get("problems", []))],
        "held_up_to": moment(one.result.get("wall")),
    }


def size(count: int) -> str:
    """A file's size as people say it."""
    if count < 1_000_000:
        return _("%(count)s kB") % {"count": max(1, round(count / 1000))}
    return _("%(count)s MB") % {"count": round(count / 1_000_000, 1)}
