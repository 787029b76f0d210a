"""`jalon rematch`: does what is due, and everything where it is asked to."""

import argparse
import json
from datetime import timedelta

import pytest

from jalon.adjudication.models import Hit
from jalon.adjudication.tests.headquarters import TODAY, arrive, put_in_service, row
from jalon.config.commands import rematch

pytestmark = pytest.mark.both

JALLOH = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17")


def run(capsys, **options):
    code = rematch.run(argparse.Namespace(**{"list": None, "since": None, "all": False} | options))
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else said.err


def test_what_is_due_is_done_and_everything_on_demand(headquarters, tmp_path, capsys):
    arrive(headquarters)
    put_in_service(tmp_path, "wanted", JALLOH)
    code, done = run(capsys)
    assert code == 0 and [(one["list"], one["state"], one["found"]) for one in done] == [("wanted", "done", 0)]
    assert Hit.objects.get().found_by == "arrival"
    assert run(capsys) == (0, [])
    Hit.objects.all().delete()
    assert run(capsys, list="wanted")[1][0]["found"] == 1
    Hit.objects.all().delete()
    assert run(capsys, since=TODAY - timedelta(days=40))[1][0]["found"] == 1
    Hit.objects.all().delete()
    assert run(capsys, since=TODAY + timedelta(days=2))[1][0]["found"] == 0
    code, said = run(capsys, list="nothing")
    assert code == 2 and "no list “nothing” is in service" in said
