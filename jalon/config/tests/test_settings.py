"""Settings that change how the doors answer, each in a process of its own."""

import logging
import os
import subprocess
import sys

import pytest

from jalon.config.refused import OneLine

BEHIND_A_FRONT = """
from jalon.config.starting import start_django
start_django()
from django.test import Client
from jalon.config import cast
from jalon.config.preparing import prepare_node
from jalon.staff import postings
from jalon.staff.models import Account
prepare_node("ML-GOG")
Account.objects.create_account("amina", "correct horse battery", postings.enrol("Amina", cast.ADMINISTRATOR))
browser = Client(enforce_csrf_checks=True)
front = {"HTTP_HOST": "poste.example", "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "127.0.0.1"}
browser.get("/account/login/", **front)
token = browser.cookies["csrftoken"].value
said = {"login": "amina", "password": "correct horse battery", "csrfmiddlewaretoken": token}
answer = browser.post("/account/login/", said, HTTP_ORIGIN="https://poste.example", **front)
assert answer.status_code == 302, answer.status_code
assert all(cookie["secure"] for cookie in browser.cookies.values() if cookie.key in {"sessionid", "csrftoken"})
other = browser.post("/account/login/", said, HTTP_ORIGIN="https://evil.example", **front)
assert other.status_code == 403
"""


def test_behind_a_front_server_that_gives_tls_officers_sign_in(tmp_path):
    settings = {"JALON_HOME": str(tmp_path), "JALON_HTTPS": "1", "JALON_HOSTS": "poste.example"}
    settings |= {"JALON_SIDECAR": str(tmp_path / "side" / "head"), "JALON_SECOND_FACTOR": "optional"}
    environment = {**os.environ, **settings, "JALON_TIER": "post"}
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_A_FRONT], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("status", "told_whole"), [(403, False), (404, False), (400, False), (500, True), (None, True)]
)
def test_a_refusal_is_one_line_at_the_terminal_and_a_fault_is_told_whole(status, told_whole):
    record = logging.makeLogRecord(
        {"exc_info": (OSError, OSError(), None)} | ({"status_code": status} if status else {})
    )
    assert OneLine().filter(record) and bool(record.exc_info) == told_whole
