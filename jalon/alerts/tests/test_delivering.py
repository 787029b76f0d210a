"""Letters and calls, to a real mail server and a real web server: sent once, tried again, given up in sight."""

from __future__ import annotations

import email
import hashlib
import hmac
import json
from datetime import date
from email.policy import default

import pytest

from jalon.alerts import delivering, letter, subscribing, webhook
from jalon.alerts.models import Delivery
from jalon.alerts.tests.border import HOUR, NOON, place
from jalon.alerts.tests.receivers import CallServer, MailServer, running
from jalon.alerts.webhook import NotDelivered
from jalon.config import cast

pytestmark = pytest.mark.both
CONTENT = {
    "reference": "0123456789ab",
    "what": "opened",
    "rule": "post_silent",
    "severity": 3,
    "count": 1,
    "post": "ML-GOG",
    "facts": {"post": "ML-GOG", "last": NOON, "allowed": HOUR, "ever": True},
    "began": NOON,
    "at": NOON,
}


@pytest.fixture
def issa(node):
    place("ML-GOG", "Gogui", 15.18, -9.32)
    return cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))["issa"]


@pytest.fixture
def mail(settings):
    with running(MailServer()) as server:
        settings.JALON_EMAIL_URL = "smtp://here"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.JALON_EMAIL_FROM = "jalon@interieur.example"
        settings.JALON_ADDRESS = "https://jalon.interieur.example"
        yield server


@pytest.fixture
def web(settings):
    with running(CallServer()) as server:
        settings.JALON_ALERTS_PRIVATE_WEBHOOKS = True
        yield server


def put_out(issa, channel, to, language="fr", number=1, **content):
    made = subscribing.subscribe("", 1, channel, to, language, issa)
    return Delivery.objects.create(
        happening=number, alert=CONTENT["reference"], subscription=made.key, channel=channel, to=to, language=language,
        content=CONTENT | content, created_at=NOON, next_at=0,
    )  # fmt: skip


# ── letters ──
@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("fr", "Un poste est silencieux", "rien depuis"),
        ("en", "A post is silent", "nothing since"),
        ("ar", "مركز صامت", "لا شيء"),
    ],
)
def test_a_letter_in_the_readers_language(issa, mail, language, subject, words):
    put_out(issa, "email", "garde@interieur.example", language)
    assert delivering.follow() == 1 and delivering.follow() == 0
    (raw,) = mail.letters
    said = email.message_from_bytes(raw, policy=default)
    assert subject in said["Subject"] and "0123456789ab" in said["Subject"]
    text = said.get_content()
    assert words in text and "Gogui" in text and "https://jalon.interieur.example/alerts/0123456789ab/" in text
    assert "rcpt to:<garde@interieur.example>" in " ".join(mail.heard).lower()
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.error) == (Delivery.SENT, 1, "") and row.sent_at


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(issa, mail):
    mail.refuse["RCPT"] = "550 no such mailbox"
    put_out(issa, "email", "personne@interieur.example")
    delivering.follow()
    row = Delivery.objects.get()
    assert row.state == Delivery.GIVEN_UP and "550 no such mailbox" in row.error
    mail.refuse.clear()
    delivering.try_again(row.pk, issa)
    delivering.follow()
    assert Delivery.objects.get().state == Delivery.SENT and len(mail.letters) == 1


def test_a_mail_server_that_is_away_is_tried_again_with_longer_pauses(issa, mail, monkeypatch):
    put_out(issa, "email", "garde@interieur.example")
    mail.refuse["MAIL"] = "451 come back later"
    now, names = NOON, set()
    for attempt in range(delivering.MOST):
        monkeypatch.setattr(delivering, "wall_clock", lambda now=now: now)
        assert delivering.follow() == 1 and delivering.follow() == 0
        row = Delivery.objects.get()
        pause = row.next_at - now
        assert pause == min(3_600_000, 30_000 * 2**attempt), attempt
        now = row.next_at
    assert row.state == Delivery.GIVEN_UP and "451 come back later" in row.error and mail.letters == []
    mail.refuse.clear()
    monkeypatch.setattr(delivering, "wall_clock", lambda: now)
    delivering.try_again(row.pk, issa)
    delivering.follow()
    names.add(email.message_from_bytes(mail.letters[0])["Message-ID"].strip())
    assert names.pop().startswith("<jalon-")


def test_no_mail_server_is_said(issa, settings):
    settings.JALON_EMAIL_URL = ""
    put_out(issa, "email", "garde@interieur.example")
    delivering.follow()
    assert "JALON_EMAIL_URL" in Delivery.objects.get().error and delivering.lag() == 1


def test_over_is_told_as_over(node):
    place("ML-GOG", "Gogui", 15.18, -9.32)
    subject, text = letter.written(CONTENT | {"what": "ended"})
    assert "terminé" in subject.lower() and "terminé" in text.lower()


# ── calls ──
def test_a_call_is_signed_and_bears_the_same_name_at_every_attempt(issa, web):
    address = f"http://127.0.0.1:{web.server_port}/hook?to=desk"
    row = put_out(issa, "webhook", address, "en")
    web.answers = [500, 204]
    delivering.follow()
    assert Delivery.objects.get().state == Delivery.WAITING
    Delivery.objects.update(next_at=0)
    delivering.follow()
    assert Delivery.objects.get().state == Delivery.SENT
    (path, headers, body), (_, again, same) = web.calls
    assert path == "/hook?to=desk" and headers["Jalon-Delivery"] == again["Jalon-Delivery"] and same == body
    moment, signature = (part.split("=", 1)[1] for part in headers["Jalon-Signature"].split(","))
    secret = subscribing.secret_of(row.subscription)
    assert signature == hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    said = json.loads(body)
    assert (said["rule"], said["title"], said["version"]) == ("post_silent", "A post is silent", 1)


def test_a_redirection_is_not_followed(issa, web):
    put_out(issa, "webhook", f"http://127.0.0.1:{web.server_port}/")
    web.answers = [302]
    delivering.follow()
    assert "302" in Delivery.objects.get().error and len(web.calls) == 1


def test_a_claim_is_one_process_s_alone_and_that_of_a_dead_one_is_taken_back(issa, web, monkeypatch):
    row = put_out(issa, "webhook", f"http://127.0.0.1:{web.server_port}/")

    def meanwhile(one):
        assert delivering.follow() == 0  # another process, while this one speaks

    monkeypatch.setattr(delivering, "_send", meanwhile)
    assert delivering.follow() == 1
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.SENDING, next_at=NOON)  # killed while it was speaking
    monkeypatch.undo()
    assert delivering.follow() == 1


def test_what_nobody_wants_any_more_is_not_sent(issa, web):
    row = put_out(issa, "webhook", f"http://127.0.0.1:{web.server_port}/")
    subscribing.unsubscribe(row.subscription, issa)
    delivering.follow()
    assert Delivery.objects.get().state == Delivery.DROPPED and web.calls == []


PRIVATE = (
    "127.0.0.1 10.1.2.3 192.168.1.1 169.254.169.254 172.16.0.1 100.64.0.1 0.0.0.0 224.0.0.1 localhost "
    "[::1] [fe80::1] [fd00::1] [::ffff:10.0.0.1]"
)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_refused(address):
    with pytest.raises(NotDelivered, match="not public") as why:
        webhook.call(f"http://{address}:9/", b"{}", {}, allow_private=False)
    assert why.value.for_good


def test_a_name_that_is_public_and_private_at_once_is_refused(monkeypatch):
    both = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(webhook.socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotDelivered, match=r"10\.0\.0\.1"):
        webhook.call("https://example.org/", b"{}", {}, allow_private=False)
