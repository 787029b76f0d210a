"""The pages of alerts and of public warnings, as Claire, Issa and anybody use them."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from jalon.alerts import following, sightings
from jalon.alerts.models import Acknowledgement, Alert, AnnouncedPlate, Delivery, PublicWarning, RuleState, Subscription
from jalon.alerts.tests import border
from jalon.alerts.tests.border import DAY, GOGUI, HOUR, NIORO
from jalon.headquarters.tests.test_lists import officers, signed_in  # noqa: F401
from jalon.journal.node import wall_clock

STRIP = re.compile(r'hx-get="([^"]+)"')
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def silent(officers):  # noqa: F811
    """Gogui has not called for two days; the clock of Kayes is wrong."""
    now = wall_clock()
    border.enrol(GOGUI, "ML-GOG", now - 90 * DAY)
    border.call(GOGUI, now - 50 * HOUR)
    border.enrol(NIORO, "ML-KAY", now - 90 * DAY)
    border.call(NIORO, now - HOUR, (3 * HOUR, 4 * HOUR))
    following.evaluate(now)
    return Alert.objects.get(rule="post_silent")


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.both
def test_the_strip_is_on_every_page_and_says_nothing_twice(silent):
    claire, issa = signed_in("claire"), signed_in("issa")
    for page in ("/lists/", "/rules/", "/alerts/", "/warnings/"):
        assert "1 alert to take in hand" in text(claire.get(page)), page
    assert "2 alerts to take in hand" in text(issa.get("/lists/"))  # a clock is the administrator's
    address = STRIP.search(claire.get("/lists/").content.decode())[1]
    assert claire.get(address).status_code == 204
    claire.cookies["django_language"] = "ar"
    assert claire.get(address).status_code == 200
    claire.cookies["django_language"] = "en"
    claire.post(f"/alerts/{silent.reference}/acknowledge/", {"note": "By radio: the generator"})
    answer = claire.get(address)
    assert answer.status_code == 200 and "to take in hand" not in text(answer)


@pytest.mark.both
def test_taken_in_hand_in_one_step_and_back_to_where_one_was(silent):
    claire = signed_in("claire")
    page = "/alerts/?state=open&rule=post_silent"
    assert "Gogui" in text(claire.get(page))
    said = {"note": "By radio: the generator", "next": page}
    answer = claire.post(f"/alerts/{silent.reference}/acknowledge/", said)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert Acknowledgement.objects.get().note == "By radio: the generator"
    assert "Nothing to take in hand" in text(claire.get("/alerts/"))
    assert "By radio: the generator" in text(claire.get("/alerts/?state=in_hand"))
    one = text(claire.get(f"/alerts/{silent.reference}/"))
    assert "Taken in hand" in one and "Claire" in one
    away = claire.post(f"/alerts/{silent.reference}/acknowledge/", {"next": "https://elsewhere.example/"}, follow=True)
    assert "Somebody has this alert in hand already" in text(away)


def test_what_is_not_told_to_a_role_is_not_shown_to_it(silent):
    clock = Alert.objects.get(rule="clock_off")
    claire = signed_in("claire")
    assert claire.get(f"/alerts/{clock.reference}/").status_code == 404
    answer = claire.post(f"/alerts/{clock.reference}/acknowledge/", follow=True)
    assert "not yours to do" in text(answer) and not Acknowledgement.objects.exists()
    issa = signed_in("issa")
    issa.post(
        "/alerts/told/", {"rule": "clock_off", "least": 1, "channel": "page", "role": "national_desk", "language": "fr"}
    )
    assert claire.get(f"/alerts/{clock.reference}/").status_code == 200


@pytest.mark.both
@pytest.mark.parametrize(
    "query", ["state=x", "least=9", "least=", "post=ML-KAY", "rule=nothing", "state=over&post=%00"]
)
def test_filters_take_whatever_comes(silent, query):
    assert signed_in("claire").get(f"/alerts/?{query}").status_code == 200


def test_a_rule_that_cannot_be_asked_is_said(silent):
    RuleState.objects.create(rule="surge", failed_at=wall_clock(), error="RuntimeError: no")
    page = text(signed_in("claire").get("/alerts/"))
    assert "could not be asked" in page and "RuntimeError: no" in page


@pytest.mark.both
def test_who_is_told_and_what_came_of_it(silent):
    issa = signed_in("issa")
    said = {"rule": "", "least": 1, "channel": "email", "to": "garde@interieur.example", "language": "ar"}
    assert "told there" in text(issa.post("/alerts/told/", said, follow=True))
    assert "told there already" in text(issa.post("/alerts/told/", said, follow=True))
    issa.post("/alerts/told/", said | {"channel": "webhook", "to": "https://garde.example/hook"})
    page = text(issa.get("/alerts/told/"))
    assert "garde@interieur.example" in page and "The secret that signs the calls" in page
    following.evaluate(wall_clock() + DAY)  # graver
    row = Delivery.objects.filter(channel="email").first()
    Delivery.objects.update(state=Delivery.GIVEN_UP, attempts=24, error="no mail server")
    page = text(issa.get("/alerts/deliveries/"))
    assert "Given up" in page and "no mail server" in page
    issa.post("/alerts/deliveries/", {"delivery": row.pk})
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Delivery.WAITING, 0)
    for one in Subscription.objects.filter(ended_at__isnull=True):
        issa.post(f"/alerts/told/{one.key}/end/")
    assert "Nobody is told outside" in text(issa.get("/alerts/told/"))


@pytest.mark.both
def test_an_announced_plate_is_told_when_it_is_seen(silent):
    claire = signed_in("claire")
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    said = {"act": "announce", "plate": "bk 4512 md", "reference": "Parquet de Kayes, 118/2026", "until": until}
    claire.post("/alerts/plates/", said)
    assert "BK 4512 MD" in text(claire.get("/alerts/plates/"))
    assert "announced already" in text(claire.post("/alerts/plates/", said, follow=True))
    border.drive_up(GOGUI, wall_clock() + 50 * HOUR, "BK-4512-MD")
    while sightings.follow():
        pass
    following.evaluate(wall_clock())
    page = text(claire.get("/alerts/?rule=plate_seen"))
    assert "Parquet de Kayes, 118/2026" in page and "BK 4512" not in page
    claire.post("/alerts/plates/", {"act": "withdraw", "plate": AnnouncedPlate.objects.get().key})
    following.evaluate(wall_clock())
    assert Alert.objects.get(rule="plate_seen").ended_at is not None
    assert signed_in("issa").post("/alerts/plates/", said, follow=True).status_code == 200
    assert AnnouncedPlate.objects.count() == 1


# ── warnings ──
def filled(**facts):
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    words = {"event_fr": "Crue", "headline_fr": "Route coupée à Gogui", "description_fr": "Deux mètres d’eau."}
    codes = {"status": "Actual", "category": "Met", "urgency": "Expected", "severity": "Severe", "certainty": "Likely"}
    return words | codes | {"area": "Gogui", "circle": "15.18,-9.32 30", "expires": tomorrow} | facts


@pytest.mark.both
def test_a_warning_from_the_draft_to_the_feed_and_back(officers):  # noqa: F811
    claire, issa, anybody = signed_in("claire"), signed_in("issa"), Client()
    assert "circle as latitude" in text(claire.post("/warnings/draft/", filled(circle="Gogui")))
    claire.post("/warnings/draft/", filled())
    row = PublicWarning.objects.get()
    where = f"/warnings/{row.key}/"
    assert 'value="publish"' not in claire.get(where).content.decode()
    claire.post(f"{where}decide/", {"act": "publish"})
    feed = ElementTree.fromstring(anybody.get("/warnings/feed.xml").content)
    assert feed.findall(f"{ATOM}entry") == []
    issa.post(f"{where}decide/", {"act": "publish"})
    answer = anybody.get("/warnings/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    message = anybody.get(entry.find(f"{ATOM}link").get("href"))
    assert message["Content-Type"].startswith("application/cap+xml") and b"<msgType>Alert</msgType>" in message.content
    assert "Update a warning" in text(claire.get(f"/warnings/draft/?replaces={row.key}"))
    claire.post("/warnings/draft/", filled(replaces=row.key, severity="Minor"))
    update = PublicWarning.objects.get(state="draft")
    issa.post(f"/warnings/{update.key}/decide/", {"act": "publish"})
    issa.post(f"/warnings/{update.key}/decide/", {"act": "cancel", "why": "L’eau est partie"})
    (entry,) = ElementTree.fromstring(anybody.get("/warnings/feed.xml").content).findall(f"{ATOM}entry")
    assert b"<msgType>Cancel</msgType>" in anybody.get(entry.find(f"{ATOM}link").get("href")).content
    assert "Taken back" in text(claire.get("/warnings/"))


def test_a_draft_is_nobody_s_to_read_outside(officers):  # noqa: F811
    signed_in("claire").post("/warnings/draft/", filled())
    name = f"jalon-{PublicWarning.objects.get().key.replace('.', '-')}"
    assert Client().get(f"/warnings/cap/{name}.xml").status_code == 404
