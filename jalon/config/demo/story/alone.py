"""The same story at one headquarters alone, in no forum and with few travellers: for whoever wants its numbers soon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jalon.capacity.models import Assessment, Asset, RegisterFact
from jalon.config import cast
from jalon.config.demo.atlas import COUNTRIES
from jalon.config.demo.months import Season, arrive
from jalon.config.demo.story import evaluated, forum, owner
from jalon.config.preparing import prepare_node
from jalon.config.starting import start_node
from jalon.cooperation.models import Measure, Progress, Recommendation
from jalon.journal.node import this_node
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.staff.verbs import INSTALLER
from jalon.web.gate import Role

SERVE = {"claire": Role.NATIONAL_DESK, "issa": Role.ADMINISTRATOR}
SEASONS = (Season("ML-GOG", 4, reader=((20, -1),)), Season("ML-DIB", 2, reader=((300, -1),), last=(9, 15.0)))
MONTHS = 40  # days


def tell(today: date, say: Callable[[str], None]) -> dict[str, Any]:
    """Prepare this machine, tell the story, draw the evaluation. Gives how many there are of each, and its key."""
    country = COUNTRIES["mali"]
    prepare_node(country.headquarters)
    start_node()
    cast.declare_posts()
    for username, role in SERVE.items():
        officer = postings.enrol(username.title(), INSTALLER)
        postings.post(officer, country.headquarters, role, INSTALLER, today)
        Account.objects.create_account(username, None, officer)
    arrive(this_node().keys.sealing.public_key().public_bytes_raw(), SEASONS, MONTHS, today, say)
    claire = Account.objects.get(username="claire").officer
    forum.first_meeting("", today, claire)
    owner.tell(country, "", today, say)
    forum.second_meeting("", today, claire)
    forum.judge(today, say)
    key = evaluated.draw(today, say)
    return {
        "posts": RegisterFact.objects.values("post").distinct().count(),
        "assets": Asset.objects.count(),
        "assessments": Assessment.objects.count(),
        "recommendations": Recommendation.objects.count(),
        "measures": Measure.objects.count(),
        "progress_reports": Progress.objects.count(),
        "evaluation": key,
    }
