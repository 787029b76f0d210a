"""The cast: the people that the tests and the demonstration speak of. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.posts import declaration
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.staff.verbs import INSTALLER
from jalon.web.gate import Role

ADMINISTRATOR = INSTALLER


@dataclass(frozen=True, slots=True)
class Member:
    username: str
    name: str
    roles: tuple[Role, ...]


CAST = (
    Member("amina", "Amina", (Role.FIRST_LINE,)),
    Member("bakary", "Bakary", (Role.FIRST_LINE, Role.SHIFT_LEADER)),
    Member("gaoussou", "Gaoussou", (Role.GENDARMERIE,)),
    Member("kadi", "Kadi", (Role.CUSTOMS,)),
    Member("salif", "Salif", (Role.HEALTH,)),
    Member("zara", "Zara", (Role.PROTECTION,)),
    Member("claire", "Claire", (Role.NATIONAL_DESK,)),
    Member("dalia", "Dalia", (Role.REGIONAL_SECRETARIAT,)),
    Member("fatou", "Fatou", (Role.FOCAL_POINT,)),
    Member("hawa", "Hawa", (Role.DATA_PROTECTION,)),
    Member("issa", "Issa", (Role.ADMINISTRATOR,)),
    Member("emile", "Emile", ()),
)


def declare_posts() -> int:
    """Record the posts shipped as data. Returns how many."""
    count = 0
    for code, facts in declaration.known_posts():
        declaration.declare(code, facts | declaration.invented_appeal(code), ADMINISTRATOR)
        count += 1
    return count


def enrol(post: str, password: str, since: date) -> dict[str, str]:
    """Enrol the cast at a post, each with an account. Returns username → officer id."""
    officers = {}
    for member in CAST:
        officer = postings.enrol(member.name, ADMINISTRATOR)
        for role in member.roles:
            postings.post(officer, post, role, ADMINISTRATOR, since)
        Account.objects.create_account(member.username, password, officer)
        officers[member.username] = officer
    return officers
